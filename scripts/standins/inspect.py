"""What Pyodide asks of inspect while it starts."""

from types import FunctionType

COROUTINE = 128  # the flag that the compiler sets


def iscoroutinefunction(function: object) -> bool:
    """Tell whether a function was written with ``async def``."""
    return isinstance(function, FunctionType) and bool(function.__code__.co_flags & COROUTINE)
