"""The names that Pyodide asks of asyncio while it starts; calc waits for nothing."""


class AbstractEventLoop:
    """Stand for a loop that is never made."""


class DefaultEventLoopPolicy:
    """Stand for a policy that is never set."""


class Future:
    """Stand for an answer that is never waited for."""


class Handle:
    """Stand for a call that is never put off."""


class Task:
    """Stand for work that is never begun."""


class CancelledError(BaseException):
    """Stand for the end of a task."""


class InvalidStateError(Exception):
    """Stand for a misuse of a future."""


def get_event_loop() -> None:
    """Refuse, as asyncio does without a loop."""
    raise RuntimeError


get_running_loop = run = sleep = ensure_future = gather = get_event_loop
set_event_loop_policy = _set_running_loop = get_event_loop
