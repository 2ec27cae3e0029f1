"""Links that carry numbers: the fragment of a page's address, written and read again.

``regional-rates?v=1&agents=12&region=pakistan``: the calculator's name, its version, then the
values that differ from the defaults, sorted. Keys and values are language-neutral and permanent.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from calc.form import Field, defaults, out_of_order
from calc.typed import Unread, is_digits, is_plain
from calc.units import Choice, Rows

LONGEST = 4_000  # characters; a longer fragment is not read, and those that we write are shorter

SHARED = 2_000  # characters of a link that every program takes; columns are left out beyond it

LONGEST_VERSION = 6  # digits


class Link(NamedTuple):
    """Hold what a fragment says: the arguments it sets, and what of it could not be used.

    ``unused`` are fields whose value stands at the default instead; ``others`` counts the parts
    that name no field; ``older`` says that the link was made before the defaults changed.
    """

    values: dict[str, Any]
    unused: list[str]
    others: int
    older: bool


def encode(name: str, version: int, form: Mapping[str, Field], values: Mapping[str, Any]) -> str:
    """Write the values that differ from the defaults as a fragment; all defaults give ````.

    Columns of numbers are left out where the fragment would be too long with them.
    """
    changed = {
        key: _canonical(field, values[key])
        for key, field in form.items()
        if values[key] is not None and field.text(values[key]) != field.text(field.default)
    }
    fragment = _joined(name, version, changed)
    if len(fragment) <= SHARED:
        return fragment
    short = {key: text for key, text in changed.items() if not isinstance(form[key].kind, Rows)}
    return _joined(name, version, short)


def holds(fragment: str, name: str) -> bool:
    """Say whether a fragment that was written here sets a field."""
    return f"&{name}=" in fragment


def _joined(name: str, version: int, texts: Mapping[str, str]) -> str:
    pairs = sorted(f"{key}={text}" for key, text in texts.items())
    return "&".join([f"{name.replace('_', '-')}?v={version}", *pairs]) if pairs else ""


def decode(fragment: str, version: int, form: Mapping[str, Field]) -> Link:
    """Read a fragment; never raises, and gives every field a value."""
    if len(fragment) > LONGEST:
        return Link(defaults(form), [], 1, older=False)
    values: dict[str, Any] = {}
    unused: set[str] = set()
    others = 0
    pairs = [pair.partition("=") for pair in fragment.partition("?")[2].split("&") if pair]
    older, pairs = _version(pairs, version)
    for key, _, text in pairs:
        if key not in form or key in values or key in unused:
            others += 1
            continue
        try:
            values[key] = _value(form[key], text)
        except Unread:
            unused.add(key)
    values = defaults(form) | values
    for high in out_of_order(form, values):
        for key in (high, str(form[high].at_least)):
            values[key] = form[key].default
            unused.add(key)
    return Link(values, [key for key in form if key in unused], others, older)


def _version(
    pairs: list[tuple[str, str, str]], version: int
) -> tuple[bool, list[tuple[str, str, str]]]:
    """Say whether the link is older than the calculator, and drop a version that is known."""
    said = next((text for key, _, text in pairs if key == "v"), str(version))
    known = is_digits(said) and len(said) <= LONGEST_VERSION and 1 <= int(said) <= version
    if not known:
        return False, pairs  # an unknown version is counted with what names no field
    first = next((index for index, pair in enumerate(pairs) if pair[0] == "v"), len(pairs))
    return int(said) < version, pairs[:first] + pairs[first + 1 :]


def _value(field: Field, text: str) -> Any:  # noqa: ANN401 - a number or an id
    rows = text.split(",") if isinstance(field.kind, Rows) else [text]
    numbers = [row.removeprefix("-") for row in rows if row or len(rows) == 1]
    if not isinstance(field.kind, Choice) and not all(map(is_plain, numbers)):
        raise Unread("not_a_number")
    return field.read("\n".join(rows))


def _canonical(field: Field, value: Any) -> str:  # noqa: ANN401 - an argument
    if isinstance(field.kind, Choice):
        return str(value)
    rows = value if isinstance(field.kind, Rows) else [value]
    return ",".join("" if row is None else _number(field.number(row)) for row in rows)


def _number(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")
