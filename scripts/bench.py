"""Print how fast and how small the site is, beside a page that loads Pyodide as it comes.

CHROMIUM=PROGRAM PEERS=FOLDER python -m scripts.bench [--strict] [--runs N]

The site and that page, the baseline, are opened in turn, each time in a browser profile that has
seen nothing; medians count. Both come from loopback servers of the same kind. An edit is typed as
soon as its field is there, and left, so the pause after the last key is no part of a time. Bytes
are those of the bodies as they are sent. scripts.bench_maths measures what needs no browser.
"""

import argparse
import gzip
import json
import os
import re
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from playwright.sync_api import Error, Page, Playwright, sync_playwright

from calc.answer import answer
from calc.rates import REGIONS
from scripts import bench_maths
from scripts.bench_maths import Maths
from scripts.errors import BuildError
from scripts.server import Reply, SiteServer
from scripts.site import FAILURES, ROOT, build, languages

LANGUAGE = "en"
FIRST, SECOND = "costs/location/", "costs/commission/"
SCRIPTS = ("site.js", "calculator.js", "worker.js")
STOCK = (
    "pyodide.mjs",
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
QUESTIONS = 240
SETTLING = 1000  # milliseconds
FIRST_EDIT = ("regional_rates", "agents", "12")
SECOND_EDIT = ("commission_premium", "sales_per_hour", "3")
STOCK_EDIT = {"field": "#agents", "text": "12", "headline": "#cost", "expected": "$13,440"}

# What the built worker runs for its import of calc, and the same with the time that it takes.
IMPORT = re.compile(rb"""\w+\.pyimport\(["']calc\.answer["']\)\.answer_json""")
TIMED_IMPORT = rb"""(() => {
  const began = performance.now();
  const answerJson = \g<0>;
  const spent = performance.now() - began;
  return (question) => {
    const asked = performance.now();
    const text = answerJson(question);
    self.timed ??= spent + performance.now() - asked;
    return text;
  };
})()"""


# ------------------------------------------------------------------ the table


class Row(NamedTuple):
    """One line of the table; ``judged`` tells whether passing its budget is a failure."""

    what: str
    measured: float
    budget: float
    unit: str = ""
    raw: str = ""
    judged: bool = True

    @property
    def over(self) -> bool:
        """Tell whether more was measured than the budget allows."""
        return self.judged and self.measured > self.budget

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """Return the texts of the line.

        >>> Row("time", 0.5, 0.45, raw="1 ms / 2 ms").cells
        ('time', '0.500 (1 ms / 2 ms)', '0.45', 'over')
        """
        unit = f" {self.unit}" if self.unit else ""
        raw = f" ({self.raw})" if self.raw else ""
        digits = {"": ".3f", "requests": ".0f", "relative": ".0e"}.get(self.unit, ".1f")
        verdict = ("over" if self.over else "met") if self.judged else "for information"
        return self.what, f"{self.measured:{digits}}{unit}{raw}", f"{self.budget:g}{unit}", verdict


def ratio(what: str, budget: float, ours: float, stock: float, unit: str) -> Row:
    """Return the line of a median as a share of the baseline's."""
    return Row(what, ours / stock, budget, raw=f"{ours:,.0f} {unit} / {stock:,.0f} {unit}")


def table(rows: Iterable[Row]) -> str:
    """Write the lines below a heading, in columns."""
    lines = [("what", "measured", "budget", "verdict"), *(row.cells for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def report(rows: Sequence[Row], *, strict: bool) -> int:
    """Print the table and return the exit status."""
    print(f"\n{table(rows)}", flush=True)
    over = [row.what for row in rows if row.over]
    if strict and over:
        print(f"Over budget: {'; '.join(over)}.", file=sys.stderr)
        return 1
    return 0


# ------------------------------------------------------------------ the servers


class CountingServer(SiteServer):
    """Serve a folder that stays as it is, and keep what was sent: each target with its bytes."""

    def __init__(self, folder: Path) -> None:
        """Bind a free port."""
        super().__init__(folder)
        self.sent: list[tuple[str, int]] = []

    def start(self) -> None:
        """Compress every file, so that no visit waits for that; then start answering."""
        for path in self.folder.rglob("*"):
            self.reply(f"/{path.relative_to(self.folder).as_posix()}", {})
        self.sent.clear()
        super().start()

    def reply(self, target: str, headers: Mapping[str, str]) -> Reply:
        """Answer as ever, and count."""
        reply = super().reply(target, headers)
        self.sent.append((target, len(reply.body)))
        return reply

    def taken(self) -> list[tuple[str, int]]:
        """Return what was sent since this was last asked."""
        sent, self.sent = self.sent, []
        return sent


class TimedServer(CountingServer):
    """Serve the site with a worker that takes the time of its import of calc and first answer."""

    def start(self) -> None:
        """Start answering; raise BuildError where the worker cannot be timed."""
        workers = [path.read_bytes() for path in self.folder.glob("runtime/*/worker.js")]
        if [len(IMPORT.findall(worker)) for worker in workers] != [1]:
            raise BuildError(
                "docs/theme/worker.js must import calc.answer once, with pyimport and for its "
                "answer_json: scripts/bench.py times that."
            )
        super().start()

    def transform(self, kind: str, content: bytes) -> bytes:
        """Put the timed import in the place of the worker's own."""
        return IMPORT.sub(TIMED_IMPORT, content) if kind == ".js" else content


def write_baseline(folder: Path) -> None:
    """Put the page together that loads Pyodide as npm installed it."""
    shutil.copytree(ROOT / "scripts" / "baseline", folder)
    for name in STOCK:
        shutil.copy(ROOT / "node_modules" / "pyodide" / name, folder)


# ------------------------------------------------------------------ what is asked


def edit(calculator: str, field: str, text: str) -> dict[str, str]:
    """Return an edit of a page: the field, its new text, and the headline as Python answers it."""
    asked = {"calculator": calculator, "lang": LANGUAGE, "fields": {field: text}}
    section = f"#{calculator.replace('_', '-')}"
    return {
        "field": f"{section} [name={field}]",
        "text": text,
        "headline": f"{section} [data-part=headline]",
        "expected": text_of(answer(asked)["panel"][0]),
    }


def text_of(child: Any) -> str:  # noqa: ANN401 - an element or a text
    """Return the text of an element.

    >>> text_of(["p", {}, ["a ", ["b", {}, ["c"]]]])
    'a c'
    """
    return child if isinstance(child, str) else "".join(map(text_of, child[2]))


def questions() -> list[dict[str, Any]]:
    """Return questions of which no two are alike, to both calculators in turn."""
    asked = []
    for index in range(QUESTIONS // 2):
        region = REGIONS[index % len(REGIONS)]
        rates = {"region": region, "agents": f"{index + 1}", "quote": f"{1 + index / 4:.2f}"}
        asked.append(("regional_rates", rates))
        asked.append(("commission_premium", {"sales_per_hour": f"{1 + index / 100:.2f}"}))
    return [{"calculator": name, "lang": LANGUAGE, "fields": fields} for name, fields in asked]


# ------------------------------------------------------------------ the visits


class Browsers(NamedTuple):
    """Start one browser after the other, each in a profile that has seen nothing."""

    playwright: Playwright
    program: str

    @contextmanager
    def cold(self) -> Iterator[Page]:
        """Open the page of a new browser."""
        with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
            context = self.playwright.chromium.launch_persistent_context(
                profile, executable_path=self.program
            )
            try:
                yield context.pages[0]
            finally:
                context.close()

    @contextmanager
    def edited(self, address: str, first: Mapping[str, str]) -> Iterator[tuple[Page, float]]:
        """Open an address and edit it at once; give the page and the time until the answer."""
        script = (ROOT / "scripts" / "bench.js").read_text()
        with self.cold() as page:
            page.add_init_script(f"{script}\nbench.answered = bench.first(0, {json.dumps(first)});")
            # A reader's browser has been open for a while; a new one is busy with itself.
            page.wait_for_timeout(SETTLING)
            page.goto(address)
            yield page, page.evaluate("bench.answered")


class Visit(NamedTuple):
    """What a visit took, in milliseconds and bytes; the baseline has only the first two."""

    first: float
    size: int
    second: float = 0
    each: tuple[float, ...] = ()


def visit_site(browsers: Browsers, site: CountingServer) -> Visit:
    """Edit the first calculator, go on to the second, then ask the worker many questions."""
    site.taken()
    address = f"{site.address}{languages(ROOT)[LANGUAGE]}{FIRST}"
    with browsers.edited(address, edit(*FIRST_EDIT)) as (page, first):
        page.wait_for_load_state("networkidle")
        size = sum(size for _, size in site.taken())
        asked = [f"/{SECOND}", edit(*SECOND_EDIT)]
        second = page.evaluate("(asked) => bench.second(...asked)", asked)
        each = page.evaluate("bench.each", questions())
    return Visit(first, size, second, tuple(each))


def visit_baseline(browsers: Browsers, baseline: CountingServer) -> Visit:
    """Edit the one field of the page that loads Pyodide as it comes."""
    baseline.taken()
    with browsers.edited(baseline.address, STOCK_EDIT) as (page, first):
        page.wait_for_load_state("networkidle")
    return Visit(first, sum(size for _, size in baseline.taken()))


def visit_timed(browsers: Browsers, timed: TimedServer) -> float:
    """Return the time of the import of calc and its first answer, in the page's own worker."""
    address = f"{timed.address}{languages(ROOT)[LANGUAGE]}{FIRST}"
    with browsers.edited(address, edit(*FIRST_EDIT)) as (page, _):
        ours = next(worker for worker in page.workers if worker.url.startswith("blob:"))
        spent: float = ours.evaluate("self.timed")
    return spent


def visit_home(browsers: Browsers, site: CountingServer) -> list[int]:
    """Return the bytes of each file of the home page; the search comes after the page."""
    site.taken()
    with browsers.cold() as page:
        page.goto(site.address, wait_until="networkidle")
    return [size for target, size in site.taken() if "search" not in target]


# ------------------------------------------------------------------ the measures


class Run(NamedTuple):
    """Hold one visit of each kind."""

    ours: Visit
    stock: Visit
    timed: float


def measure(browsers: Browsers, runs: int) -> list[Row]:
    """Build the site, visit it and the baseline in turn, and return the lines of the table."""
    with TemporaryDirectory(prefix="bench-") as name:
        # A browser that does not start is told before the build.
        with browsers.cold():
            print("Building the site...", flush=True)
        site = CountingServer(Path(name) / "site")
        began = time.perf_counter()
        build(site.folder, site.address)
        seconds = time.perf_counter() - began
        baseline = CountingServer(Path(name) / "baseline")
        write_baseline(baseline.folder)
        with site, baseline, TimedServer(site.folder) as timed:
            home = visit_home(browsers, site)
            done = []
            for number in range(1, runs + 1):
                print(f"Run {number} of {runs}...", flush=True)
                ours = visit_site(browsers, site)
                stock = visit_baseline(browsers, baseline)
                done.append(Run(ours, stock, visit_timed(browsers, timed)))
        return [*times(done), *sizes(done, home, site.folder), *others(seconds, site.folder)]


def times(runs: Sequence[Run]) -> list[Row]:
    """Return the lines of what a reader waits for."""
    stock = median(run.stock.first for run in runs)
    first = median(run.ours.first for run in runs)
    second = median(run.ours.second for run in runs)
    middle = median(median(run.ours.each) for run in runs)
    slow = median(quantiles(run.ours.each, n=20)[-1] for run in runs)
    return [
        ratio("navigation to an answer / baseline", 0.45, first, stock, "ms"),
        ratio("second calculator / baseline", 0.10, second, stock, "ms"),
        Row("recalculation, median", middle, 5, "ms"),
        Row("recalculation, 95th percentile", slow, 16, "ms"),
        Row("import calc and first answer", median(run.timed for run in runs), 30, "ms"),
    ]


def maths(done: Maths) -> list[Row]:
    """Return the lines of what the maths takes, and how exact it is."""
    theirs = f"pyworkforce {done.their_error:.0e}"
    rate = f"{1000 / done.scenario:,.0f} rows a second"
    return [
        ratio("Erlang B and C, 1,000 cases / pyworkforce", 1, done.ours, done.theirs, "ms"),
        Row("Erlang B and C, worst error", done.error, 1e-12, "relative", theirs),
        Row("largest answer of staffing and inbound", done.largest, 10, "ms"),
        Row("a day of 48 different half hours", done.column, 25, "ms"),
        Row("a row of a batch, regional rates", done.scenario, 0.2, "ms", rate),
    ]


def sizes(runs: Sequence[Run], home: Sequence[int], site: Path) -> list[Row]:
    """Return the lines of what is sent."""
    ours = median(run.ours.size for run in runs) / 1000
    stock = median(run.stock.size for run in runs) / 1000
    found = [path for name in SCRIPTS for path in site.glob(f"runtime/*/{name}")]
    return [
        ratio("calculator page with its runtime / baseline", 0.85, ours, stock, "kB"),
        Row("our JavaScript, gzip", sum(map(packed, found)) / 1000, 9, "kB"),
        Row("home page, gzip", sum(home) / 1000, 85, "kB"),
        Row("home page", len(home), 9, "requests"),
    ]


def others(seconds: float, site: Path) -> list[Row]:
    """Return the lines that are shown and not judged."""
    index = max(map(packed, site.rglob("search_index.json")))
    return [
        Row("build of every language", seconds, 20, "s", judged=False),
        Row("largest search index, gzip", index / 1000, 80, "kB", judged=False),
    ]


def packed(path: Path) -> int:
    """Return a file's bytes as the server compresses it."""
    return len(gzip.compress(path.read_bytes(), 6))


# ------------------------------------------------------------------ command line


def main(arguments: list[str] | None = None, environment: Mapping[str, str] = os.environ) -> int:
    """Run the command line and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--strict", action="store_true", help="fail where a budget is passed")
    parser.add_argument("--runs", type=int, choices=range(1, 21), default=5, metavar="N")
    options = parser.parse_args(arguments)
    program = ""
    try:
        program = browser(environment)
        peer = bench_maths.pyworkforce(environment)
        # Coverage loses the rest of the function whose line starts Playwright.
        with ExitStack() as stack:
            rows = measure(Browsers(stack.enter_context(sync_playwright()), program), options.runs)
        rows += maths(bench_maths.measure(peer))
    except FAILURES as error:
        print(error, file=sys.stderr)
        return 1
    except Error as error:
        said = error.message.partition("\n")[0]
        print(f"{program} did not do what the bench asks of it: {said}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return report(rows, strict=options.strict)


def browser(environment: Mapping[str, str]) -> str:
    """Return the program that CHROMIUM names."""
    program = shutil.which(environment.get("CHROMIUM", ""))
    if program is None:
        raise BuildError(
            "CHROMIUM names no browser: run python3 scripts/dev.py bench, which finds one."
        )
    return program


if __name__ == "__main__":
    sys.exit(main())
