"""A reader of the built site: what the browser tests do and look at, in the site's own words."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Locator, Page, ViewportSize, expect

from calc.calculators import load
from scripts.site import ROOT, languages

type Scheme = Literal["light", "dark"]

ANY = "any error of the console, where a fault is injected"
NARROW: ViewportSize = {"width": 320, "height": 640}
WIDE: ViewportSize = {"width": 1280, "height": 900}
AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
AXE_COLORS = ("color-contrast",)  # the only rule that looks at colors
COLD_START = 30_000  # milliseconds for Python to start on a busy machine
PAIRS = [
    (path.stem, language)
    for path in sorted((ROOT / "calc" / "calculators").glob("[!_]*.py"))
    for language in languages(ROOT)
]
# Each calculator in English, and one in the other languages, where the words change nothing.
ONCE = [(name, language) for name, language in PAIRS if language == "en" or name == PAIRS[0][0]]
KEEP_THE_WORKER = """self.Worker = class extends Worker {
  constructor(address, options) {
    super(address, options);
    if (options?.type === "module") self.kept = this;
  }
};"""
# The worker answers in the order of the questions; a digest of each answer is enough to compare.
ASK = """async (questions) => {
  const { build } = document.getElementById("build").dataset;
  const answers = await new Promise((resolve) => {
    const found = [];
    const receive = ({ data }) => {
      if (!String(data.id).startsWith("corpus")) return;
      found.push(data.answer ?? data.error);
      if (found.length < questions.length) return;
      self.kept.removeEventListener("message", receive);
      resolve(found);
    };
    self.kept.addEventListener("message", receive);
    questions.forEach((question, index) => self.kept.postMessage({ id: `corpus ${index}`, build, question }));
  });
  const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const digest = async (answer) => hex(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(answer))));
  return questions.length > 1 ? Promise.all(answers.map(digest)) : answers;
}"""


def page_address(name: str, language: str) -> str:
    """Return where a calculator's page lies below the site's address."""
    return f"{languages(ROOT)[language]}{load(name).HOME}/"


def built_pages(folder: Path) -> Iterator[str]:
    """Yield the address of every built page below the site's."""
    for path in sorted(folder.rglob("*.html")):
        yield path.relative_to(folder).as_posix().removesuffix("index.html")


def axe(page: Page, rules: Sequence[str] = AXE_TAGS) -> list[str]:
    """Return what axe finds wrong on a page, by all of its rules or by some."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate((ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text())
    found: list[dict[str, Any]] = page.evaluate(
        "async tags => (await axe.run({runOnly: tags})).violations", [*rules]
    )
    return [
        f"{rule['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
        for rule in found
        for node in rule["nodes"]
    ]


def show_scheme(page: Page, scheme: Scheme) -> None:
    """Switch a page to a scheme as its reader does, and wait until it has faded in."""
    theme = {"light": "default", "dark": "slate"}[scheme]
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.locator(f"[name=__palette][data-md-color-scheme={theme}]").evaluate("it => it.click()")
    expect(page.locator(f"body[data-md-color-scheme={theme}]")).to_be_attached()
    page.evaluate("() => Promise.all(document.getAnimations().map(({ finished }) => finished))")


def no_sideways(page: Page) -> bool:
    """Tell whether the page is no wider than the screen."""
    return bool(
        page.evaluate(
            "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )


class Reader:
    """Hold one open page of the site and what went wrong on it."""

    def __init__(self, page: Page, address: str) -> None:
        """Listen to everything that a page of ours must never do."""
        self.page = page
        self.address = address
        self.problems: list[str] = []
        self.injected = ""
        self.requests: list[str] = []
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.problems.append(f"uncaught: {error}"))
        page.on("request", self._on_request)

    def _on_console(self, message: Any) -> None:
        expected = self.injected and (self.injected in message.text or self.injected == ANY)
        if message.type == "error" and not expected:
            self.problems.append(f"console: {message.text}")

    def _on_request(self, request: Any) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((self.address, "blob:", "data:")):
            self.problems.append(f"asked {request.url}")

    # ------------------------------------------------------------------ where to go

    def open(self, name: str, language: str = "en", fragment: str = "") -> None:
        """Open a calculator's page."""
        self.name = name
        self.language = language
        self.page.goto(f"{self.address}{page_address(name, language)}{fragment}")

    def open_ready(self, name: str, language: str = "en", fragment: str = "") -> None:
        """Open a calculator's page and wait until Python answers there."""
        self.open(name, language, fragment)
        self.make_ready()

    def come(self, name: str, language: str = "en", fragment: str = "") -> None:
        """Come to a calculator's page by links, within one visit, so that Python stays."""
        self.name = name
        self.language = language
        home = f"{self.address}{languages(ROOT)[language]}"
        page = f"{self.address}{page_address(name, language)}"
        if not self.page.url.startswith(home):
            self.page.goto(home)
        elif self.page.url.startswith(page):  # away first, since a link to the same page only jumps
            self.follow(home)
        self.follow(f"{page}{fragment}")
        self._wait_until("section.calculator")

    def visit(self, name: str, language: str = "en") -> None:
        """Come to a calculator's page with nothing kept, and wait until Python answers there."""
        if not self.page.url.startswith(self.address):
            self.page.goto(self.address)
        self.page.evaluate("() => localStorage.clear()")
        self.come(name, language)
        self.make_ready()

    def follow(self, address: str) -> None:
        """Follow a link that leads there, as the theme's instant navigation does."""
        self.page.evaluate(
            """address => {
              const link = document.createElement("a");
              link.href = address;
              document.querySelector(".md-content").append(link);
              link.click();
            }""",
            address,
        )
        self.page.wait_for_url(address)
        expect(self.page.locator("link[rel=canonical]")).to_have_attribute(
            "href", address.partition("#")[0]
        )

    def make_ready(self) -> None:
        """Press Calculate and wait for the answer, then show every field."""
        expect(self.page.locator("html[data-runtime]")).to_be_attached()
        self.calculate.click()
        expect(self.heading).to_be_focused(timeout=COLD_START)
        self.wait_for_all()
        self.unfold("form")

    def wait_for_all(self) -> None:
        """Wait until what was typed is answered, with the part that follows the rest."""
        asking = "section.calculator.typing || section.calculator.pending"
        self._wait_until(f"!({asking} || section.querySelector('[aria-busy]'))")

    def _wait_until(self, condition: str) -> None:
        self.section.evaluate(
            "section => new Promise(done => {"
            f"  const look = () => {condition} ? done() : requestAnimationFrame(look);"
            "  look();"
            "})"
        )

    def unfold(self, where: str = "") -> None:
        """Unfold what is folded away, everywhere or only in the form."""
        self.section.evaluate(
            "(section, details) => section.querySelectorAll(details).forEach(it => it.open = true)",
            f"{where} details".strip(),
        )

    @property
    def runtime_requests(self) -> list[str]:
        """Return what was asked for that only a calculator needs."""
        return [url for url in self.requests if "/runtime/" in url and "/site." not in url]

    # ------------------------------------------------------------------ what there is

    @property
    def section(self) -> Locator:
        """Return the calculator."""
        return self.page.locator(".calculator")

    @property
    def kebab(self) -> str:
        """Return the calculator's name in addresses."""
        return self.name.replace("_", "-")

    @property
    def heading(self) -> Locator:
        """Return the answer's heading."""
        return self.section.locator(".calculator-answer h2")

    @property
    def headline(self) -> Locator:
        """Return the line with the answer's number."""
        return self.section.locator("[data-part=headline]")

    @property
    def sentence(self) -> Locator:
        """Return the answer as a sentence."""
        return self.section.locator(".calculator-sentence")

    @property
    def status(self) -> Locator:
        """Return the node that screen readers hear."""
        return self.section.get_by_role("status")

    @property
    def calculate(self) -> Locator:
        """Return the button that is always there."""
        return self.section.locator("button[type=submit]")

    @property
    def stale(self) -> Locator:
        """Return the badge of an answer that is behind the form."""
        return self.section.locator(".calculator-badge[data-say=stale]")

    @property
    def banner(self) -> Locator:
        """Return the line about the link that was opened."""
        return self.section.locator("[data-part=banner]")

    def message(self, name: str) -> Locator:
        """Return one of the runtime's messages."""
        return self.section.locator(f".calculator-runtime [data-say={name}]")

    def error(self, field: str) -> Locator:
        """Return a field's message."""
        return self.section.locator(f"[data-field={field}] .calculator-error")

    def control(self, field: str) -> Locator:
        """Return a field's text box or list."""
        return self.section.locator(f"[data-field={field}] :is(input, select, textarea)").first

    def text_fields(self) -> list[str]:
        """Return the names of the fields that are typed into."""
        return [
            str(control.get_attribute("name"))
            for control in self.section.locator("form input[type=text]").all()
        ]

    @property
    def lone_field(self) -> str:
        """Return the name of the first field typed into whose value no other one limits."""
        return next(field for field in self.text_fields() if not field.endswith(("_low", "_high")))

    def do(self, task: str) -> Locator:
        """Return the buttons for a task."""
        return self.section.locator(f"[data-do={task}]")

    def part(self, name: str) -> Locator:
        """Return a part of the calculator."""
        return self.section.locator(f"[data-part={name}]")

    # ------------------------------------------------------------------ what a reader does

    def set(self, field: str, text: str) -> None:
        """Choose or type a value and leave the field."""
        control = self.control(field)
        if control.evaluate("element => element.localName") == "select":
            control.select_option(text)
        elif control.get_attribute("type") == "radio":
            self.section.locator(f"[name={field}][value='{text}']").check()
        else:
            control.fill(text)
            control.blur()

    def values(self) -> dict[str, str]:
        """Return what the form holds."""
        values: dict[str, str] = self.section.locator("form").evaluate(
            "form => Object.fromEntries(new FormData(form))"
        )
        return values

    def open_state(self) -> str:
        """Return the address's fragment."""
        return self.page.url.partition("#")[2]
