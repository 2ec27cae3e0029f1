"""What Pyodide asks of its package loader while it starts; calc loads no package."""

import sys

from pyodide_js import loadedPackages  # noqa: F401 - others import it from here


class Place:
    """Name a folder, without the cost of pathlib."""

    def __init__(self, path: str) -> None:
        """Keep the path."""
        self.path = path

    def __str__(self) -> str:
        """Return the path."""
        return self.path


SITE_PACKAGES = Place(f"/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages")
DSO_DIR = Place("/usr/lib")


def init_loaded_packages() -> None:
    """List nothing."""


def unpack_buffer(*_: object, **__: object) -> None:
    """Refuse: no package is asked for."""
    raise RuntimeError


get_install_dir = get_dynlibs = wheel_dist_info_dir = unpack_buffer
