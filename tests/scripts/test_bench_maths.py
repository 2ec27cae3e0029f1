"""The bench's judge is exact, its cases are always the same, and what it compares with is found."""

import sys
from fractions import Fraction
from pathlib import Path

import pytest

from scripts import bench_maths
from scripts.bench_maths import CASES, cases, exact, found, inverse_b, pyworkforce, worst
from scripts.errors import BuildError


def test_cases_are_the_same_each_time() -> None:
    """A thousand loads of up to 1,000 erlangs, each with agents enough for Erlang C."""
    assert cases() == cases()
    assert len(cases()) == CASES
    assert all(1 <= load < agents and 4 * load % 1 == 0 for load, agents in cases())
    assert max(load for load, _ in cases()) > 900


def test_judge_gives_the_textbook_values() -> None:
    """B(1, 1) is 1/2, C(1, A) is A, and two agents at one erlang block 1/5 and let 1/3 wait."""
    assert inverse_b(Fraction(1), 0) == 1
    assert inverse_b(Fraction(1), 1) == 2
    assert exact([(0.75, 1), (1.0, 2)]) == [
        Fraction(3, 7),
        Fraction(1, 5),
        Fraction(3, 4),
        Fraction(1, 3),
    ]


def test_worst_error_is_the_largest_of_all() -> None:
    """One answer that is off by a thousandth is seen among exact ones, on either side."""
    judge = [Fraction(1, 2)] * 3
    assert worst([0.5, 0.5, 0.5], judge) == 0
    for off in (0.5005, 0.4995):
        assert worst([0.5, off, 0.5], judge) == pytest.approx(1e-3)


def test_both_libraries_are_asked_the_same(peers: Path) -> None:
    """B of every case, then C; the stand-in answers by its own formula."""
    asked = cases()[:40]
    theirs = bench_maths.questions(pyworkforce({"PEERS": str(peers)}), asked)
    assert found(asked) == pytest.approx(theirs(), rel=1e-12)


@pytest.mark.parametrize("folder", [None, "/nowhere"])
def test_missing_library_is_said(folder: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it the bench says in one sentence where to get it, and leaves the path alone."""
    monkeypatch.delitem(sys.modules, "pyworkforce", raising=False)
    before = list(sys.path)
    with pytest.raises(BuildError, match=r"run python3 scripts/dev\.py bench, which installs it"):
        pyworkforce({"PEERS": folder} if folder else {})
    assert sys.path == before
