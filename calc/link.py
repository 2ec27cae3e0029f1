"""Links that carry numbers: the fragment of a page's address, written and read again.

``regional-rates?v=1&agents=12&region=pakistan``: the calculator's name, its version, then the
values that differ from the defaults, sorted. Keys and values are language-neutral and permanent.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from calc.form import Field, defaults, out_of_order
from calc.typed import Unread, is_digits
from calc.units import Choice

LONGEST = 4_000  # characters; a longer fragment is not read, and those that we write are shorter

LONGEST_VERSION = 6  # digits
MOST_DIGITS, MOST_DECIMALS = 15, 6


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
    """Write the values that differ from the defaults as a fragment; all defaults give ````."""
    changed = sorted(
        f"{key}={_canonical(field, values[key])}"
        for key, field in form.items()
        if values[key] is not None and field.text(values[key]) != field.text(field.default)
    )
    return "&".join([f"{name.replace('_', '-')}?v={version}", *changed]) if changed else ""


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
    if not isinstance(field.kind, Choice) and not _is_canonical(text):
        raise Unread("not_a_number")
    return field.read(text)


def _is_canonical(text: str) -> bool:
    """Say whether a text is a number as links write it: ``-12``, ``0.125``."""
    whole, dot, part = text.removeprefix("-").partition(".")
    if not is_digits(whole) or len(whole) > MOST_DIGITS:
        return False
    return not dot or (is_digits(part) and len(part) <= MOST_DECIMALS)


def _canonical(field: Field, value: Any) -> str:  # noqa: ANN401 - a number or an id
    if isinstance(field.kind, Choice):
        return str(value)
    return f"{field.number(value):.6f}".rstrip("0").rstrip(".")
