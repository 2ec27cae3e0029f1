"""How Pyodide runs its few first lines and imports by name, without a parser written in Python."""

from importlib import import_module
from typing import Any


def eval_code(source: str, names: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - any kind
    """Run statements joined by ``;`` and return what the last of them is worth."""
    names = {} if names is None else names
    before, _, last = source.rpartition(";")
    exec(before, names)  # noqa: S102 - lines of Pyodide's own start
    return eval(last.strip(), names)  # noqa: S307 - the same


pyimport_impl = import_module
