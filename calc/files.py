"""Load a data or locale file of the package: JSON where it was baked, TOML where it is authored."""

import json
from functools import cache
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """Return the content of ``calc/<name>``, such as ``data/rates``.

    The browser's package holds JSON only, because parsing TOML there costs 30 to 40 ms; a checkout
    holds TOML only. Raises OSError where neither exists.
    """
    stem = f"{__file__.rpartition('files.py')[0]}{name}"
    try:
        baked = _read(f"{stem}.json")
    except OSError:
        return _toml(_read(f"{stem}.toml"))
    content: dict[str, Any] = json.loads(baked)
    return content


def _read(path: str) -> bytes:
    # The loader reads from a folder and from a zip alike.
    content: bytes = __loader__.get_data(path)  # type: ignore[name-defined]
    return content


def _toml(content: bytes) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - 33 to 42 ms in the browser, where it is never needed

    return tomllib.loads(content.decode())
