"""The browser answers thousands of inputs as CPython does, compared as the strings shown."""

import hashlib
import json
import math
from collections.abc import Iterator
from itertools import batched, islice
from random import Random
from typing import Any

import pytest

from calc.answer import answer, part
from calc.calculators import load, names
from calc.form import Field, fields, out_of_order, read
from calc.units import Choice, Rows, Unit
from scripts.site import ROOT, languages
from tests.browser.reader import ASK, KEEP_THE_WORKER, Reader

INPUTS = 2_000  # of each calculator
MATTERS = 20  # of those
BATCH = 250
ROWS = 12  # of a column, at most
LANGUAGES = sorted(languages(ROOT))


@pytest.mark.parametrize("name", names())
def test_the_browser_answers_as_cpython(reader: Reader, name: str) -> None:
    """2,000 inputs, drawn from the fields' limits, and what matters for some, are the same in both."""
    reader.page.add_init_script(KEEP_THE_WORKER)
    reader.open_ready(name)
    asked = list(islice(questions(name), INPUTS))
    asked += [{**question, "part": "matters"} for question in asked[:MATTERS]]
    for some in batched(asked, BATCH, strict=False):
        wanted = [part(each) if "part" in each else answer(each) for each in some]
        found = reader.page.evaluate(ASK, some)
        differ = [at for at, mine in enumerate(wanted) if digest_of(mine) != found[at]]
        for at in differ[:1]:
            assert reader.page.evaluate(ASK, [some[at]]) == [wanted[at]], some[at]
        assert not differ


def test_the_corpus_covers_the_limits() -> None:
    """Every input is answered, none stands twice, and each field takes both its ends."""
    for name in names():
        form = fields(load(name).calculate)
        asked = list(islice(questions(name), INPUTS))
        assert len({json.dumps(question) for question in asked}) == INPUTS
        assert {question["lang"] for question in asked} == set(LANGUAGES)
        for key, field in form.items():
            typed = {question["fields"][key] for question in asked}
            assert typed >= set(edges(field)), key


def digest_of(answered: dict[str, Any]) -> str:
    """Return the digest of an answer as the browser writes it: without spaces."""
    text = json.dumps(answered, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def questions(name: str) -> Iterator[dict[str, Any]]:
    """Yield questions without end, always the same ones, that every field lets through."""
    form = fields(load(name).calculate)
    random = Random(name)  # noqa: S311 - the same numbers each time are what is wanted
    given: set[tuple[str, ...]] = set()
    while True:
        texts = {key: typed(field, random) for key, field in form.items()}
        for key in out_of_order(form, read(form, texts).values):
            low = str(form[key].at_least)
            texts[key], texts[low] = texts[low], texts[key]
        if read(form, texts).messages or tuple(texts.values()) in given:
            continue
        language = LANGUAGES[len(given) % len(LANGUAGES)]
        given.add(tuple(texts.values()))
        yield {"calculator": name, "lang": language, "fields": texts}


def edges(field: Field) -> list[str]:
    """Return the texts that stand at a field's ends, all of a choice's, and its default."""
    if isinstance(field.kind, Choice):
        return list(field.kind.options)
    unit = unit_of(field)
    ends = [f"{unit.low:.6f}", f"{unit.high:.6f}"]
    return [field.text(field.default), *(end.rstrip("0").rstrip(".") for end in ends)]


def typed(field: Field, random: Random) -> str:
    """Return a text for a field: one of its edges, a number or a column of some, or of none."""
    if isinstance(field.kind, Choice) or random.random() < 0.3:
        return random.choice(edges(field))
    if not isinstance(field.kind, Rows):
        return number(unit_of(field), random)
    rows = [number(unit_of(field), random) for _ in range(random.randint(1, ROWS))]
    return "\n".join(row if random.random() < 0.9 else "" for row in rows)


def unit_of(field: Field) -> Unit:
    """Return the unit of a field that numbers are typed into."""
    assert field.unit
    return field.unit


def number(unit: Unit, random: Random) -> str:
    """Return a number of any size and any decimals."""
    smallest = max(unit.low, 0.01)
    size = math.exp(random.uniform(math.log(smallest), math.log(unit.high)))
    decimals = 0 if unit.whole else random.choice((0, 1, 2, 6))
    return f"{min(max(size, unit.low), unit.high):.{decimals}f}"
