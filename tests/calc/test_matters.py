"""What matters most is said in a sentence, drawn, and listed input by input."""

import json
import re
from itertools import count
from typing import Any

import pytest

from calc.answer import MOMENT, answer, answer_json, part, whole_answer
from calc.calculators import load, names
from calc.form import fields
from calc.sensitivity import LOW
from calc.text import words
from calc.units import Unit
from calc.view import to_html

COMMISSION = "commission_premium"


def section(name: str, language: str = "en", **texts: str) -> str:
    """Return the part as HTML."""
    element = part({"calculator": name, "lang": language, "fields": texts, "part": "matters"})
    return to_html(element["part"] or "")


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        (
            {},
            (
                "Sales per hour and fee per sale matter about equally, and most: each alone moves"
                " the hourly yield by about $12.80."
            ),
        ),
        (
            {"base_pay": "20"},
            (
                "Sales per hour and fee per sale matter about equally, and most: each alone moves"
                " the hourly yield by about $12.80."
            ),
        ),
        (
            {"fee_per_sale": "0", "share_of_sale": "20", "sale_value": "100"},
            (
                "Sales per hour, share of the order and 1 more matter about equally, and most: each"
                " alone moves the hourly yield by about $16."
            ),
        ),
        (
            {"base_pay": "40", "fee_per_sale": "0"},
            (
                "Guaranteed hourly base: this matters most. From $32 to $48, it moves the hourly"
                " yield from $32 to $48."
            ),
        ),
        (
            {"sales_per_hour": "0"},
            "None of these numbers alone changes the hourly yield here.",
        ),
    ],
    ids=["two", "base", "three", "one", "none"],
)
def test_the_sentence_names_what_matters_most(texts: dict[str, str], sentence: str) -> None:
    """One input, two that matter alike, more than two, or none."""
    html = section(COMMISSION, **texts)
    assert f"<p>{sentence}</p>" in html
    assert ("<svg" in html) == ("None" not in sentence)


def test_the_table_says_how_far_each_input_was_varied() -> None:
    """A published range, 20 % down and up, or every option; a pair that moves together once."""
    assert ">$22 to $28, the published range<" in section(COMMISSION)
    assert ">1.6 to 2.4, 20% down and up<" in section(COMMISSION)
    assert ">every option: India to Australia<" in section("regional_rates")
    house = section("in_house_or_outsourced")
    assert '<th scope="row" role="rowheader">Wage of your agents</th>' in house
    assert "Highest wage" not in house


@pytest.mark.parametrize("language", ["ms", "en"])
@pytest.mark.parametrize("name", names())
def test_every_pair_that_moves_together_has_one_name(name: str, language: str) -> None:
    """A field that ends in _low is named by its pair."""
    said = words(language)
    for key in fields(load(name).calculate):
        assert not key.endswith(LOW) or said.has(f"fields.{key}.pair"), key


@pytest.mark.parametrize("name", names())
def test_an_input_without_an_answer_says_so(name: str) -> None:
    """Nothing is invented where an end has no answer, and nothing is printed as None."""
    form = fields(load(name).calculate)
    least = {
        key: f"{field.kind.low:g}" for key, field in form.items() if isinstance(field.kind, Unit)
    }
    assert "None" not in section(name, **least).replace("None of these", "")
    assert not re.search(r"\b(nan|inf)\b", section(name, **least))


def test_dollars_that_were_varied_have_cents_at_most_and_a_price_of_cents_its_digits() -> None:
    """20 % below $33.41 is $26.73, and below a price of 28 cents $0.224."""
    assert "$26.73 to $40.09" in section(
        "in_house_or_outsourced", wage_low="33.41", wage_high="33.41"
    )
    cheap = section("inbound_pricing", per_minute_low="0.28", per_minute_high="0.28")
    assert "$0.224 to $0.336" in cheap


def test_no_answer_is_a_word() -> None:
    """Without a kept sale there is no cost per kept sale, whatever else is varied."""
    assert "no answer to no answer" in section("outbound_pricing", conversion="0")
    assert "−" in section("in_house_or_outsourced", bill_rate_low="60", bill_rate_high="70")


def test_a_page_lets_it_follow_and_everything_else_has_it_at_once() -> None:
    """The panel keeps its place, and a field that does not read leaves it empty."""
    question = {
        "calculator": COMMISSION,
        "lang": "en",
        "fields": {"hours": "150"},
        "part": "matters",
    }
    places = [each for each in answer(question)["panel"] if "data-later" in each[1]]
    assert [children for _, _, children in places] == [[]]
    assert part(question)["part"] in whole_answer(question)["panel"]
    wrong = {**question, "fields": {"hours": "many"}}
    assert part(wrong) == {"part": None}
    assert whole_answer(wrong)["panel"] is None


def test_a_moment_at_a_time_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page asks on with what it has, through JSON, until the part is there."""
    clock = count(step=2 * MOMENT)
    monkeypatch.setattr("calc.answer.perf_counter", lambda: next(clock))
    question = {"calculator": COMMISSION, "lang": "en", "fields": {}, "part": "matters"}
    asked: list[list[Any]] = [[]]
    while "spans" in (answered := _through_json({**question, "spans": asked[-1]})):
        asked.append(answered["spans"])
    assert [len(spans) for spans in asked] == [*range(len(asked))]
    assert len(asked) > 2
    assert answered == _through_json(question)


def _through_json(question: dict[str, Any]) -> dict[str, Any]:
    answered: dict[str, Any] = json.loads(answer_json(json.dumps(question)))
    return answered
