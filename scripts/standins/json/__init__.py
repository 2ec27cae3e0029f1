"""JSON by the interpreter's own scanner and encoder, without the regular expressions of json."""

from _json import encode_basestring, encode_basestring_ascii, make_encoder, make_scanner
from typing import Any


class Options:
    """Hold what the scanner asks for: the same that json gives it."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float
    memo: dict[str, str] = {}  # noqa: RUF012 - the scanner empties it after every text


scan = make_scanner(Options)  # type: ignore[arg-type]


def loads(text: str | bytes) -> Any:  # noqa: ANN401 - what the text holds
    """Return what a text holds that has no white space around it."""
    return scan(text if isinstance(text, str) else text.decode(), 0)[0]


def dumps(value: Any, *, ensure_ascii: bool = True) -> str:  # noqa: ANN401 - anything JSON can hold
    """Write a value as JSON."""
    write = encode_basestring_ascii if ensure_ascii else encode_basestring
    options: Any = (None, ": ", ", ", False, False, True)  # as json.dumps gives them, in its order
    return "".join(make_encoder({}, str, write, *options)(value, 0))
