"""What several tests of the tools need: a stand-in for the library that the bench compares with."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PYWORKFORCE = """
class Queue:
    def __init__(self, transactions, aht, interval, asa=0):
        self.load = transactions * aht / interval

    def blocking_probability(self, positions):
        blocked = 1
        for agents in range(1, positions + 1):
            blocked = self.load * blocked / (agents + self.load * blocked)
        return blocked

    def waiting_probability(self, positions):
        blocked = self.blocking_probability(positions)
        return positions * blocked / (positions - self.load * (1 - blocked))


ErlangB = ErlangC = Queue
"""


@pytest.fixture
def peers(tmp_path: Path) -> Iterator[Path]:
    """Return a folder with a small pyworkforce: only the bench installs the real one."""
    (tmp_path / "pyworkforce.py").write_text(PYWORKFORCE, encoding="utf-8")
    yield tmp_path
    sys.modules.pop("pyworkforce", None)
