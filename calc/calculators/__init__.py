"""The calculators: one module each, found by name; they never import one another."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any, Protocol, cast

from calc.text import Words
from calc.view import Outcome, Shown


class Calculator(Protocol):
    """Say what a calculator module holds.

    ``VERSION`` is the ``v`` of its links, raised whenever a default, unit, limit or key changes.
    ``KIND`` is ``converts``, ``estimates`` or ``recommends``. ``HOME`` is the key of its page.
    ``MAIN`` are the inputs outside "Other assumptions". ``PRESETS`` fill fields at a press.
    ``OUTCOME`` is the part of the result that decides.
    """

    VERSION: int
    KIND: str
    HOME: str
    MAIN: tuple[str, ...]
    PRESETS: Mapping[str, Mapping[str, Any]]
    OUTCOME: Outcome
    calculate: Callable[..., Any]

    def show(self, given: Mapping[str, Any], result: Any, words: Words) -> Shown:  # noqa: ANN401
        """Put a result into the reader's words."""


@cache
def load(name: str) -> Calculator:
    """Return a calculator by its module's name; raise ModuleNotFoundError for an unknown one."""
    return cast("Calculator", import_module(f"{__name__}.{name}"))


def names() -> list[str]:
    """Return the name of every calculator, sorted; not for the browser, which is told its own."""
    from pkgutil import iter_modules  # noqa: PLC0415 - only builds and tests list the calculators

    return sorted(module.name for module in iter_modules(__path__))
