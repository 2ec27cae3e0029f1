"""The finder of modules that are JavaScript objects: ``js`` and ``pyodide_js``."""

import sys
from importlib._abc import Loader
from importlib.machinery import ModuleSpec
from typing import Any


class JsLoader(Loader):
    """Load a module that is there already."""

    def __init__(self, proxy: Any) -> None:  # noqa: ANN401 - a proxy of a JavaScript object
        """Keep the object."""
        self.proxy = proxy

    def create_module(self, spec: ModuleSpec) -> Any:  # noqa: ANN401, ARG002 - as importlib asks
        """Return the object."""
        return self.proxy

    def exec_module(self, module: Any) -> None:  # noqa: ANN401 - as importlib asks
        """Run nothing."""


class JsFinder:
    """Find registered objects, and what is inside of them."""

    def __init__(self) -> None:
        """Begin with none."""
        self.jsproxies: dict[str, Any] = {}

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:  # noqa: ARG002 - as importlib asks
        """Return how to import a name, or ``None`` where it is not ours."""
        parent, _, child = name.rpartition(".")
        module = getattr(sys.modules[parent], child, None) if parent else self.jsproxies.get(name)
        if module is None:
            return None
        return ModuleSpec(name, JsLoader(module), origin="javascript", is_package=True)


jsfinder = JsFinder()
register_js_module = jsfinder.jsproxies.__setitem__
unregister_js_module = jsfinder.jsproxies.__delitem__


def register_js_finder() -> None:
    """Look for JavaScript objects after everything else."""
    sys.meta_path.append(jsfinder)


def nothing(*_: object) -> None:
    """Do nothing: there are no paths of Windows and no packages to point to."""


register_windows_finder = register_module_not_found_hook = nothing
add_note_to_module_not_found_error = nothing
