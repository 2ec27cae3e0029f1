"""Turn markers in pages into calculators, answers, tables and figures: a Python-Markdown extension.

Alone on a line: ``{{ calculator NAME }}``, ``{{ answer NAME }}``, ``{{ table NAME }}``. In a text:
``{{ F12 }}`` with ``.low``, ``.high``, ``.range`` or ``.period``, ``{{ C50 }}`` (an anchor),
``{{ source NAME }}`` and ``{{ date 2026-10-08 }}``. An unknown name stops the build.
A figure links to its row, and that to its source; the first use of a term links to the glossary.
"""

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from calc.answer import amount, default_answer, figure_text, when
from calc.calculators import load
from calc.figures import Figure, figure, source
from calc.text import Words, words
from calc.view import Element, el, to_html
from scripts.forms import calculator
from scripts.glossary import Finder, Linker
from scripts.sources import figure_address
from scripts.tables import TABLES, stack

if TYPE_CHECKING:
    from collections.abc import Callable

AFTER_FENCES = (
    22  # includes run at 101 and fences at 25: code stays text; raw HTML is stashed at 20
)
LAST = -1  # after MkDocs, at 0, has looked at the links that people wrote
AFTER_CODE = 185  # backticks run at 190: a marker in code stays text

LINE = re.compile(r"^\{\{ (calculator|answer|table) ([a-z_-]+) \}\}\s*$")
CLOSED = re.compile(r"</(?:caption|t[dhr]|d[dt]|li)>")
GLOSSARY = "{{ table glossary }}"
INLINE = r"\{\{ (?:(source|date) ([\w-]+)|([A-Z]\d+[a-z]?)(?:\.(low|high|range|period))?) \}\}"


class CalculatorExtension(Extension):
    """Add the markers to Markdown."""

    def __init__(self, **configs: Any) -> None:  # noqa: ANN401 - the base class's own signature
        """Take the page's language, the language's site address and the repository's, if any."""
        self.config = {
            "language": ["en", "language of the words"],
            "address": ["/", "address of the language's home page"],
            "repository": ["", "address of the repository, for the report link"],
        }
        super().__init__(**configs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the base class's own name
        """Register the line markers and the inline ones."""
        said = words(self.getConfig("language"))
        root = urlsplit(self.getConfig("address")).path
        lines = LineMarkers(md, said, root, self.getConfig("repository"))
        md.preprocessors.register(lines, "calculator-lines", AFTER_FENCES)
        md.inlinePatterns.register(
            FigureMarkers(INLINE, md, said), "calculator-figures", AFTER_CODE
        )
        md.treeprocessors.register(Links(md, lines, root), "calculator-links", LAST)


class LineMarkers(Preprocessor):
    """Replace a marker that stands alone on a line by the HTML that it names."""

    def __init__(self, md: Markdown, said: Words, root: str, repository: str) -> None:
        """Keep the language's words and where its pages begin."""
        super().__init__(md)
        self.said = said
        makers: dict[str, Callable[[str], Element]] = {
            "calculator": lambda name: calculator(name, said, repository),
            "answer": lambda name: answer_text(name, said, root),
            "table": lambda name: TABLES[name](said, root),
        }
        self.makers = makers
        self.is_glossary = False

    def run(self, lines: list[str]) -> list[str]:
        """Replace every marker line, and note whether the page is the glossary."""
        self.is_glossary = GLOSSARY in lines
        return [self._replaced(line) for line in lines]

    def _replaced(self, line: str) -> str:
        match = LINE.match(line)
        if not match:
            return line
        html = to_html(self.makers[match[1]](match[2]))
        if match[1] == "table":  # the search would join the last word of a cell to the next one's
            html = CLOSED.sub(r"\g<0>\n", html)
        return self.md.htmlStash.store(html)


class FigureMarkers(InlineProcessor):
    """Replace a marker inside a text by a figure linked to its source, an anchor or a date."""

    def __init__(self, pattern: str, md: Markdown, said: Words) -> None:
        """Keep the language's words."""
        super().__init__(pattern, md)
        self.said = said

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the base class's own name
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element, int, int]:
        """Return the element that stands for a marker."""
        del data  # the whole text is of no use here
        kind, name, id_, part = m.groups()
        if kind == "source":
            made = _link(source(name).title, source(name).address, source(name).language)
        elif kind == "date":
            made = ET.Element("time", {"datetime": name})
            made.text = self.said.date(name)
        elif id_.startswith("C"):
            made = ET.Element("span", {"id": id_.lower()})
        else:
            made = _figure(figure(id_), part, self.said)
        return made, m.start(0), m.end(0)


class Links(Treeprocessor):
    """Finish a page: addresses for figures, links to the glossary, tables that a phone can show."""

    def __init__(self, md: Markdown, lines: LineMarkers, root: str) -> None:
        """Keep where the language's pages begin, and ask the line markers what the page is."""
        super().__init__(md)
        self.lines = lines
        self.root = root
        self.finder = Finder(lines.said.language)

    def run(self, root: ET.Element) -> None:
        """Change the finished page."""
        for made in root.iter("span"):
            id_ = made.get("data-figure")
            if id_ and made.text:
                made.tag = "a"
                made.set("href", figure_address(self.root, id_))
        if not self.lines.is_glossary:
            Linker(self.finder, self.root).link(root)
        for made in root.iter("table"):
            stack(made)


def answer_text(name: str, said: Words, root: str) -> Element:
    """Write a calculator's default answer as a sentence, with a link to where it can be changed."""
    sentence = default_answer(name, said.language)["sentence"]
    home = f"{root}{load(name).HOME}/#{name.replace('_', '-')}"
    link = el("a", said("tables.work_it_out"), href=home)
    return el("p", sentence, " ", link, class_="calculator-default")


def _figure(row: Figure, part: str | None, said: Words) -> ET.Element:
    if part == "period":
        made = ET.Element("span")
        made.text = when(row, said)
        return made
    made = ET.Element("span")  # a link in the end: MkDocs would warn of its absolute address
    if row.low is not None or part is not None:
        made.text = _part(row, part, said)  # without a number it only marks the words beside it
    made.set("class", "figure")
    made.set("data-figure", row.id)
    return made


def _part(row: Figure, part: str | None, said: Words) -> str:
    if part is None:
        return figure_text(row, said)
    if part == "range":
        return figure_text(row, said, unit=False)
    value = getattr(row, part)
    if value is None:
        message = f"{row.id} has no {part}"
        raise ValueError(message)
    return amount(row, value, said)


def _link(text: str, address: str | None, language: str) -> ET.Element:
    made = ET.Element("a", {"href": address}) if address else ET.Element("span")
    made.set("lang", language)
    made.text = text
    return made


def makeExtension(**configs: Any) -> CalculatorExtension:  # noqa: ANN401, N802 - Markdown's own name
    """Return the extension, as Python-Markdown asks a module for it."""
    return CalculatorExtension(**configs)
