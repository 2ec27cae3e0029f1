"""What Pyodide asks of its first package; the interpreter's own way of printing an error serves."""

from . import _base, _importhook  # noqa: F401 - Pyodide reaches them through here


def set_excepthook() -> None:
    """Leave the hook of the interpreter, which needs no module that formats tracebacks."""
