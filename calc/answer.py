"""The one path from what was typed, or from a link, to what is shown.

A question is ``{calculator, lang, fields: {name: text}, edited: name or None}`` or
``{calculator, lang, fragment}``, either with ``rate``: how many ringgit a dollar buys, as typed.
An answer is ``{fields: {name: {text, message, note, usual}}, panel, sentence, fragment, banner,
rate}``: texts or ``None``; ``panel`` a list of elements, ``None`` while a field does not read;
``rate`` a message. An element of the panel with ``data-later`` is empty: what takes longer is asked
for by the same question with ``part``, and comes as ``{part: element}``; so do ``scenarios``,
``[{name, fragment}]``. What takes longest comes as ``{spans}``, until the question that holds those
is answered by the part. With ``kind``, ``link`` and ``day`` a file comes, as calc.export says.
"""

import json
from collections.abc import Mapping
from functools import cache
from math import inf
from time import perf_counter
from typing import Any

from calc import __version__
from calc.calculators import load
from calc.figures import Figure, figure, rates, shipped, source
from calc.figures import value as value_of
from calc.form import Field, Reading, defaults, fields, messages, note, read
from calc.form import amount as limit
from calc.link import Link, decode, encode, holds
from calc.program import same_in_python
from calc.sensitivity import Span, ranked, vary
from calc.text import Words, capital, plain, words
from calc.typed import Unread, parse
from calc.units import RINGGIT, Choice, Rows, Unit
from calc.view import Carry, Child, Element, Shown, Step, Table, el, table

MOMENT = 0.03  # seconds
ARTICLE = "seed_article"  # undated: its figures show their period, and are history without review
OWN = "this_guide"
NAMELESS = frozenset({OWN, ARTICLE})  # their grade says what they are


def answer_json(question: str) -> str:
    """Answer a question given as JSON, as JSON: texts cross to JavaScript fastest."""
    asked = json.loads(question)
    make = file if "kind" in asked else part if "part" in asked else answer
    return json.dumps(make(asked), ensure_ascii=False)


def answer(question: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a question; raises only for a bug, never for what a person typed."""
    name = question["calculator"]
    calculator, said = load(name), words(question["lang"])
    form = fields(calculator.calculate)
    banner = None
    if "fragment" in question:
        link = decode(question["fragment"], calculator.VERSION, form)
        banner = _banner(link, said)
        texts = {key: form[key].text(value) for key, value in link.values.items()}
        reading = Reading(link.values, {}, {})
    else:
        texts = question["fields"]
        reading = read(form, texts, question.get("edited"))
    shown = None
    shown_in = _shown_in(question, said)
    if not reading.messages:
        given = reading.values
        shown = calculator.show(given, calculator.calculate(**given), shown_in or said)
    fragment = encode(name, calculator.VERSION, form, defaults(form) | reading.values)
    told = messages(form, reading, said)
    return {
        "fields": {
            key: {
                "text": _text(field, texts, reading),
                "message": told.get(key),
                "note": _note(field, texts, reading, fragment, said),
                "usual": _usual(field, _text(field, texts, reading), said),
            }
            for key, field in form.items()
        },
        "panel": panel(name, reading.values, shown, said) if shown else None,
        "sentence": shown.sentence if shown else None,
        "fragment": fragment,
        "banner": banner,
        "rate": None if shown_in else said("tools.rate_message", example=f"{RINGGIT.example:.2f}"),
    }


def file(question: Mapping[str, Any]) -> dict[str, str] | None:
    """Answer with a file."""
    from calc.export import download  # noqa: PLC0415 - few readers ask for one

    return download(question)


def part(question: Mapping[str, Any]) -> dict[str, Any]:
    """Answer what follows the rest: what matters, or ``scenarios`` side by side.

    None while a field does not read. A question with ``spans``, at first an empty list, is answered
    a moment at a time, so that an edit need not wait for all of it: see ``_some_spans``.
    """
    from calc.matters import show_matters  # noqa: PLC0415 - the first answer does not wait for it
    from calc.scenarios import compare  # noqa: PLC0415 - nor for this

    name, said = question["calculator"], words(question["lang"])
    reading = read(fields(load(name).calculate), question["fields"])
    if reading.messages:
        return {"part": None}
    shown_in = _shown_in(question, said) or said
    if question["part"] == "scenarios":
        kept = question["scenarios"]
        return {"part": compare(name, kept, reading.values, said, shown_in)}
    spans, every = _some_spans(name, reading.values, question.get("spans"))
    if not every:
        return {"spans": spans}
    return {"part": show_matters(name, ranked(spans), said, shown_in)}


def _some_spans(
    name: str, given: Mapping[str, Any], before: list[list[Any]] | None
) -> tuple[list[Span], bool]:
    """Vary further inputs beyond those ``before``, for a moment; say whether these are all.

    All of them where nothing was said of any before.
    """
    spans = [Span(*each) for each in before or ()]
    until = inf if before is None else perf_counter() + MOMENT
    for span in vary(name, given, len(spans)):
        spans.append(span)
        if perf_counter() > until:
            return spans, False
    return spans, True


def whole_answer(question: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a question at once, with the part of the panel that a page lets follow."""
    answered = answer(question)
    answered["panel"] = [
        part({**question, "part": "matters"})["part"] if "data-later" in element[1] else element
        for element in answered["panel"] or ()
    ] or None
    return answered


def default_answer(name: str, language: str) -> dict[str, Any]:
    """Answer a calculator's defaults: what a page holds before any script runs."""
    form = fields(load(name).calculate)
    texts = {key: field.text(field.default) for key, field in form.items()}
    return whole_answer({"calculator": name, "lang": language, "fields": texts})


def panel(name: str, given: Mapping[str, Any], shown: Shown, said: Words) -> list[Element]:
    """Build what stands under the answer's heading, in the order every calculator keeps.

    Every answer has as many parts, empty ones too, so that a page can put each in its place.
    """
    return [
        el(
            "p",
            el("strong", shown.headline),
            " ",
            el("span", shown.aside),
            class_="calculator-headline",
            data_part="headline",
        ),
        el("p", shown.sentence, class_="calculator-sentence"),
        el("ul", *(el("li", text) for text in shown.findings), class_="calculator-findings"),
        table(shown.table),
        el("section", *(table(part) if isinstance(part, Table) else part for part in shown.beside)),
        el("section", *_folded(name, shown.folded, said)),
        el("figure", el("figcaption", shown.caption), *shown.charts, class_="chart"),
        el("section", class_="calculator-matters", data_later="matters"),
        el(
            "details",
            el("summary", said("answer.working", count=len(shown.working))),
            el("ol", *(_step(step) for step in shown.working)),
            el("p", said("answer.rounding")),
            el("h4", said("answer.python")),
            el("p", el("code", same_in_python(name, given), class_="calculator-program")),
            class_="calculator-working",
            data_key="working",
        ),
        *_trust(name, shown, said),
        el("section", *_next(name, shown.carry, said)),
    ]


def _shown_in(question: Mapping[str, Any], said: Words) -> Words | None:
    """Return the words that write amounts in ringgit where a rate was typed; None for a bad one."""
    text = question.get("rate") or ""
    if not text.strip():
        return said
    try:
        return words(said.language, parse(text, RINGGIT))
    except Unread:
        return None


def _folded(name: str, data: Table | None, said: Words) -> list[Element]:
    """Fold a longer table into one line that opens."""
    if not data:
        return []
    summary = el("summary", said(f"{name}.folded", count=len(data.rows)))
    return [el("details", summary, table(data), data_key="folded")]


def _text(field: Field, texts: Mapping[str, str], reading: Reading) -> str:
    """Return a field's text, in its usual form where all of it reads."""
    name = field.name
    if name in reading.values and name not in reading.faults:
        return field.text(reading.values[name])
    return texts.get(name, field.text(field.default))


def _note(
    field: Field, texts: Mapping[str, str], reading: Reading, fragment: str, said: Words
) -> str | None:
    """Return what is worth a second look: a share below 1%, a column too long for a link."""
    value = reading.values.get(field.name)
    rows = isinstance(field.kind, Rows) and any(row is not None for row in value or ())
    if rows and not holds(fragment, field.name):
        return said("messages.not_in_links")
    text = texts.get(field.name, field.text(field.default))
    return note(field, text, value, said)


def _usual(field: Field, text: str, said: Words) -> str | None:
    usual = field.text(field.default)
    if text == usual or not usual:
        return None
    return said("form.usual", value=option(field.kind, usual, said))


def option(kind: Unit | Choice | Rows, text: str, said: Words) -> str:
    """Return the words of a choice's id, or a number's text as it is."""
    if not isinstance(kind, Choice):
        return text
    key = f"{kind.name}.{text}"
    if said.has(key):
        return said(key)
    row = next(row for row in rates() if row.name and text in row.regions)
    return (row.name or {})[said.language]


def field_text(field: Field, value: Any, said: Words) -> str:  # noqa: ANN401 - an argument
    """Write an argument as it would be typed, to six digits, with its currency or %."""
    if value in {None, ()}:
        return said("format.none")
    if isinstance(field.kind, Choice):
        return option(field.kind, value, said)
    if isinstance(field.kind, Rows):
        total = plain(sum(row or 0 for row in value))
        return said("format.rows", count=plain(len(value)), total=total)
    return limit(field.kind, float(f"{field.number(value):.6g}"), said)


def _banner(link: Link, said: Words) -> str:
    if not link.unused and not link.others:
        return said("link.older" if link.older else "link.opened")
    names = [capital(said(f"fields.{name}.name")) for name in link.unused]
    if link.others:
        names.append(said("link.others" if link.others > 1 else "link.other", count=link.others))
    unused = said("link.unused", names=", ".join(names))
    return f"{unused} {said('link.older')}" if link.older else unused


def _step(step: Step) -> Element:
    numbers = el("span", f"= {step.numbers}", class_="calculator-numbers")
    return el("li", el("strong", step.name), f" = {step.formula} ", numbers)


def _trust(name: str, shown: Shown, said: Words) -> list[Element]:
    return [
        el("p", said("answer.estimate"), class_="calculator-estimate"),
        _sources(name, tuple(sorted(set(shown.figures))), said.language),
        el("p", el("strong", said("answer.not_included")), " ", said(f"{name}.not_included")),
        el("p", said("answer.private"), class_="calculator-private"),
        el("p", version(said), class_="calculator-version"),
    ]


def version(said: Words) -> str:
    """Say which calculator, with data of which day, gave an answer."""
    return said("answer.version", version=__version__, day=said.date(newest_day()))


def sources_table(name: str, shown: tuple[str, ...], said: Words) -> Table:
    """List every default used and every row shown, with source, date and next review."""
    form = fields(load(name).calculate)
    listed = [_default_row(key, field.source, said) for key, field in form.items() if field.source]
    listed += [(row_name(figure(id_), said), *_cells(figure(id_), said)) for id_ in shown]
    keys = ("figure", "value", "source", "as_of", "review")
    return Table(
        caption=said("sources.caption"),
        head=tuple(said(f"sources.{key}") for key in keys),
        rows=listed,
    )


@cache
def _sources(name: str, shown: tuple[str, ...], language: str) -> Element:
    """Fold the list of sources into one line that opens; the article is named beneath."""
    said = words(language)
    rows = sources_table(name, shown, said)
    article = source(ARTICLE)
    return el(
        "details",
        el("summary", said("answer.sources", count=len(rows.rows))),
        table(rows),
        el(
            "p", said("sources.article"), " ", el("cite", article.title, lang=article.language), "."
        ),
        class_="calculator-sources",
        data_key="sources",
    )


def _default_row(key: str, from_: str, said: Words) -> tuple[Child, ...]:
    """List a default with the figure it is from: which end of it, and of what."""
    id_, _, end = from_.partition(".")
    row = figure(id_)
    value, *others = _cells(row, said)
    if row.low != row.high:
        taken = amount(row, value_of(from_), said)
        value = said(f"sources.{end}_end", amount=taken, range=figure_text(row, said))
    name = capital(said(f"fields.{key}.name"))
    if row.service:
        name = said("sources.default", field=name, row=row_name(row, said))
    return name, value, *others


def row_name(row: Figure, said: Words) -> str:
    """Name a figure of a service: where it holds, and the service."""
    service = said(f"services.{row.service}")
    return said("sources.row", place=place_name(row, said), service=service)


def place_name(row: Figure, said: Words) -> str:
    """Name the region of a figure, or the group of regions that it counts for."""
    place = said(f"groups.{row.group}") if row.group else (row.name or {}).get(said.language)
    return place or option(Choice("regions", ()), row.regions[0], said)


def figure_text(row: Figure, said: Words, *, unit: bool = True) -> str:
    """Write a figure's range in its unit: ``$22 to $35 an hour``, ``10% to 20%``, ``$14,113``."""
    if row.low is None:
        return said("format.none")
    text = said.between(row.range, lambda value: amount(row, value, said))
    key = f"per.{row.unit}"
    return said(key, amount=text) if unit and said.has(key) else text


def amount(row: Figure, value: float, said: Words) -> str:
    """Write one end of a figure with every decimal it has, and without its unit's words."""
    if row.unit == "share":
        return f"{plain(value * 100)}%"
    if row.unit != "usd" and not row.unit.startswith("per_"):
        return plain(value)
    write = said.millions if float(f"{value:.3g}") == value else said.money
    return write(value, lambda dollars: plain(dollars, 2))


def _cells(row: Figure, said: Words) -> tuple[Child, ...]:
    """Write a figure's value, source, date and next review; what was corrected shows as printed."""
    value: Child = figure_text(row, said)
    if row.corrected:
        printed = said("sources.as_printed", text=str(row.as_printed))
        value = el("span", value, " ", el("small", printed))
    graded: list[Child] = []
    for found in row.sources:
        if found.address:
            graded += [el("a", found.title, href=found.address, lang=found.language), ", "]
        elif found.id not in NAMELESS:
            graded += [el("span", found.title, lang=found.language), ", "]
        graded += [said(f"grades.{found.grade}"), "; "]
    review = said.date(row.review_by) if row.review_by else said("sources.history")
    return value, el("span", *graded[:-1]), when(row, said), review


def when(row: Figure, said: Words) -> str:
    """Write the day a figure speaks of, or the years of an undated one."""
    return said.period(row.period) if row.source == ARTICLE else said.date(row.as_of)


def _next(name: str, carry: list[Carry], said: Words) -> list[Element]:
    """Link the calculators that take these values; one that would refuse some is left out."""
    found = [(link.text, address(name, link)) for link in carry]
    links = [el("a", text, href=href) for text, href in found if href]
    parts = [part for link in links for part in (" ", link)]
    return [el("p", said("answer.next"), *parts, class_="calculator-next")] if links else []


def address(name: str, link: Carry) -> str | None:
    """Return the relative address of another calculator, None where it does not take the values."""
    here, there = load(name).HOME, load(link.calculator)
    form = fields(there.calculate)
    texts = {key: form[key].text(value) for key, value in link.values.items()}
    reading = read(form, texts)
    if reading.messages:
        return None
    fragment = encode(link.calculator, there.VERSION, form, reading.values)
    up = "../" * (here.count("/") + 1)
    return f"{up}{there.HOME}/#{fragment or link.calculator.replace('_', '-')}"


@cache
def newest_day() -> str:
    """Return the newest day of the data."""
    days: list[str] = [row["as_of"] for row in shipped().values()]
    return max(day for day in days if day[:1].isdecimal())
