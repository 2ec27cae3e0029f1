"""The bench prints every measure beside its budget and fails only where it is told to."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from calc.answer import default_answer
from scripts import bench
from scripts.bench import CountingServer, Row, TimedServer, Visit
from scripts.bench_maths import Maths
from scripts.errors import BuildError
from scripts.site import ROOT

MET = Row("time", 0.45, 0.45)
OVER = Row("bytes", 6.01, 6, "kB")
SHOWN = Row("build", 30, 20, "s", judged=False)

LINES = (
    "navigation to an answer / baseline",
    "second calculator / baseline",
    "recalculation, median",
    "recalculation, 95th percentile",
    "import calc and first answer",
    "calculator page with its runtime / baseline",
    "our JavaScript, gzip",
    "home page, gzip",
    "home page",
    "build of every language",
    "largest search index, gzip",
    "Erlang B and C, 1,000 cases / pyworkforce",
    "Erlang B and C, worst error",
    "largest answer of staffing and inbound",
    "a day of 48 different half hours",
    "a row of a batch, regional rates",
)


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the bench as a program."""
    return subprocess.run(
        [sys.executable, "-m", "scripts.bench", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


# ------------------------------------------------------------------ the table


def test_budget_itself_is_met() -> None:
    """What is measured may be as much as its budget, not more."""
    assert [row.over for row in (MET, OVER, SHOWN)] == [False, True, False]
    assert [row.cells[-1] for row in (MET, OVER, SHOWN)] == ["met", "over", "for information"]


def test_ratio_shows_both_medians() -> None:
    """A ratio stands beside the two medians that it is made of."""
    row = bench.ratio("time", 0.45, 1200.4, 3000, "ms")
    assert row.cells == ("time", "0.400 (1,200 ms / 3,000 ms)", "0.45", "met")


def test_columns_are_aligned() -> None:
    """Every column of the table starts at one place."""
    assert bench.table([MET, OVER, SHOWN, Row("home page", 8, 9, "requests")]).splitlines() == [
        "what       measured    budget      verdict",
        "time       0.450       0.45        met",
        "bytes      6.0 kB      6 kB        over",
        "build      30.0 s      20 s        for information",
        "home page  8 requests  9 requests  met",
    ]


@pytest.mark.parametrize(
    ("rows", "strict", "status", "said"),
    [
        ([MET, SHOWN], True, 0, ""),
        ([MET, OVER], False, 0, ""),
        ([MET, OVER, Row("time", 2, 1)], True, 1, "Over budget: bytes; time.\n"),
    ],
)
def test_only_strict_fails(
    rows: list[Row], status: int, said: str, capsys: pytest.CaptureFixture[str], *, strict: bool
) -> None:
    """A budget that is passed fails with --strict alone, and is named."""
    assert bench.report(rows, strict=strict) == status
    printed = capsys.readouterr()
    assert printed.out == f"\n{bench.table(rows)}\n"
    assert printed.err == said


def test_maths_stands_beside_what_others_reach() -> None:
    """The other library's time and error, and the rows a second, stand in brackets."""
    rows = bench.maths(Maths(18, 30, 3.2e-15, 4e-14, 4.6, 21, 0.08))
    assert [row.cells for row in rows] == [
        ("Erlang B and C, 1,000 cases / pyworkforce", "0.600 (18 ms / 30 ms)", "1", "met"),
        (
            "Erlang B and C, worst error",
            "3e-15 relative (pyworkforce 4e-14)",
            "1e-12 relative",
            "met",
        ),
        ("largest answer of staffing and inbound", "4.6 ms", "10 ms", "met"),
        ("a day of 48 different half hours", "21.0 ms", "25 ms", "met"),
        ("a row of a batch, regional rates", "0.1 ms (12,500 rows a second)", "0.2 ms", "met"),
    ]


def test_medians_count() -> None:
    """One slow run of three changes no line."""
    fast = bench.Run(Visit(900, 4000, 90, (1.0,) * 19 + (2.0,)), Visit(3000, 8000), 20)
    slow = bench.Run(Visit(9000, 4000, 900, (90.0,) * 20), Visit(9000, 8000), 200)
    measured = [row.measured for row in bench.times([fast, slow, fast])]
    assert measured == pytest.approx([0.3, 0.03, 1, 1.95, 20])


# ------------------------------------------------------------------ the servers


def test_bytes_are_those_sent(tmp_path: Path) -> None:
    """Compressed bytes count, each request anew, and nothing from before the start."""
    (tmp_path / "site.css").write_text("p{}" * 400)
    (tmp_path / "library.zip").write_text("z" * 400)
    with CountingServer(tmp_path) as server:
        assert server.taken() == []
        replies = [
            server.reply(f"/{name}", {"accept-encoding": "gzip"})
            for name in ("site.css", "library.zip", "site.css", "missing")
        ]
        css, archive, again, missing = (len(reply.body) for reply in replies)
    assert css == again < 400 == archive
    assert server.taken() == [
        ("/site.css", css),
        ("/library.zip", archive),
        ("/site.css", css),
        ("/missing", missing),
    ]
    assert server.taken() == []


def test_worker_is_timed(tmp_path: Path) -> None:
    """The worker's one import of calc is served with a clock around it, all else as it is."""
    folder = tmp_path / "runtime" / "build"
    folder.mkdir(parents=True)
    taken = b'x.pyimport("calc.answer").answer_json'
    (folder / "worker.js").write_bytes(b"run(" + taken + b");")
    (folder / "page.html").write_bytes(taken)
    with TimedServer(tmp_path) as server:
        worker = server.reply("/runtime/build/worker.js", {}).body
        assert worker == b"run(" + bench.TIMED_IMPORT.replace(rb"\g<0>", taken) + b");"
        assert server.reply("/runtime/build/page.html", {}).body == taken


def test_worker_that_cannot_be_timed_is_said(tmp_path: Path) -> None:
    """A worker that imports calc in another way is refused before any visit."""
    server = TimedServer(tmp_path)
    with pytest.raises(BuildError, match="must import calc"):
        server.start()
    server.close()


# ------------------------------------------------------------------ what is asked


def test_questions_are_all_different() -> None:
    """The worker gets 240 questions, no two alike, to both calculators."""
    asked = bench.questions()
    assert len({str(question) for question in asked}) == len(asked) == bench.QUESTIONS >= 200
    assert {question["calculator"] for question in asked} == {
        "regional_rates",
        "commission_premium",
    }


def test_edit_changes_the_answer() -> None:
    """The headline waited for is another than the one the page was built with."""
    for calculator, field, text in (bench.FIRST_EDIT, bench.SECOND_EDIT):
        built = bench.text_of(default_answer(calculator, bench.LANGUAGE)["panel"][0])
        assert bench.edit(calculator, field, text)["expected"] != built


# ------------------------------------------------------------------ the program


def test_prints_every_measure(peers: Path) -> None:
    """One run of the bench in a real browser prints every line with its budget."""
    done = run("--runs", "1", PEERS=str(peers))
    assert (done.returncode, done.stderr) == (0, "")
    progress, _, printed = done.stdout.partition("\n\n")
    assert progress.splitlines()[-1] == "Run 1 of 1..."
    heading, *lines = printed.splitlines()
    starts = [heading.index(word) for word in ("what", "measured", "budget", "verdict")]
    assert [line[: starts[1]].rstrip() for line in lines] == list(LINES)
    for line in lines:
        assert line[starts[1]].isdigit()
        assert line[starts[2]].isdigit()
        assert line[starts[3] :] in {"met", "over", "for information"}


def test_browser_that_does_not_start_is_said(peers: Path) -> None:
    """A program that is no browser ends in one plain sentence."""
    done = run("--runs", "1", CHROMIUM=sys.executable, PEERS=str(peers))
    assert done.returncode == 1
    assert done.stderr.startswith(f"{sys.executable} did not do what the bench asks of it: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("environment", [{}, {"CHROMIUM": "/nowhere/chromium"}])
def test_missing_browser_is_said(
    environment: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a browser the bench says in one sentence where to get one, and fails."""
    assert bench.main([], environment) == 1
    assert capsys.readouterr().err == (
        "CHROMIUM names no browser: run python3 scripts/dev.py bench, which finds one.\n"
    )


class Interrupted(dict[str, str]):
    """An environment during whose reading the user presses Ctrl-C."""

    def get(self, _name: str, _default: object = None) -> str:
        """Press Ctrl-C."""
        raise KeyboardInterrupt


def test_interrupt_is_no_traceback() -> None:
    """Ctrl-C ends the bench without a traceback."""
    assert bench.main([], Interrupted()) == 130
