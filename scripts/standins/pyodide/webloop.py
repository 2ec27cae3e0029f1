"""What Pyodide asks of its event loop while it starts: to be made, which calc does not need."""

from pyodide_js._api import scheduleCallback  # noqa: F401 - others import it from here


def _initialize_event_loop() -> None:
    """Make no loop."""
