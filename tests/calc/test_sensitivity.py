"""What matters most: every calculator's inputs ranked as brute force ranks them."""

from types import ModuleType
from typing import Annotated, Any, NamedTuple, cast

import pytest

from calc.calculators import Calculator, load, names
from calc.form import defaults, fields, out_of_order
from calc.sensitivity import Span, leaders, number, what_matters
from calc.text import dollars
from calc.units import Agents, AtLeast, Choice, HourlyRate, Range, Rows, Share
from calc.view import Outcome


class Result(NamedTuple):
    """Hold a cost that overload takes away."""

    cost: float | None


def calculate(  # noqa: PLR0913 - a signature is a form
    *,
    agents: Agents = 10,
    rate_low: HourlyRate = 10,
    rate_high: Annotated[HourlyRate, AtLeast("rate_low")] = 20,
    idle: Share = 0.3,
    least: Share = 0.1,
    most: Annotated[Share, AtLeast("least")] = 0.11,
    way: Annotated[str, Choice("ways", ("free", "half", "none"))] = "half",
    quote: HourlyRate | None = None,
) -> Result:
    """Multiply, and have no answer for few agents or for the way that has none."""
    del least, quote
    if agents < 9 or way == "none":
        return Result(None)
    share = {"free": 0.0, "half": 0.5}[way]
    return Result(agents * (rate_low + rate_high) / 2 * share * most * (idle * 0 + 1))


def _calculator(**changed: Any) -> Calculator:
    module = ModuleType("toy")
    module.__dict__.update(calculate=calculate, OUTCOME=Outcome("cost", dollars), **changed)
    return cast("Calculator", module)


def _by_name(spans: list[Span]) -> dict[str, Span]:
    return {span.name: span for span in spans}


TYPED = defaults(fields(calculate))


@pytest.mark.parametrize("name", names())
def test_the_ranking_is_that_of_brute_force(name: str) -> None:
    """Put back alone, each end gives the result it was ranked by, and the form would take it."""
    module = load(name)
    form = fields(module.calculate)
    given = defaults(form)
    spans = what_matters(name, given)
    assert [span.span for span in spans] == sorted((span.span for span in spans), reverse=True)
    for span in spans:
        assert span.span >= 0
        pair = span.name.removesuffix("_low") + "_high"
        moved = [span.name, pair] if span.name.endswith("_low") and pair in form else [span.name]
        ends = ((span.low_input, span.low_result), (span.high_input, span.high_result))
        for end, expected in ends:
            values = {**given, **dict.fromkeys(moved, end)}
            assert not out_of_order(form, values)
            found = getattr(module.calculate(**values), module.OUTCOME.part)
            assert number(found) == expected
            for field in moved:
                assert form[field].read(form[field].text(end)) == pytest.approx(end)


@pytest.mark.parametrize("name", names())
def test_every_input_that_was_given_is_varied_once(name: str) -> None:
    """A field left empty is left out, and the upper one of a pair moves with the lower."""
    given = defaults(fields(load(name).calculate))
    varied = [span.name for span in what_matters(name, given)]
    upper = {key.removesuffix("_low") + "_high" for key in given if key.endswith("_low")}
    kinds = {key: field.kind for key, field in fields(load(name).calculate).items()}
    asked = {
        key
        for key, kind in kinds.items()
        if isinstance(kind, Rows) or (isinstance(kind, Choice) and not kind.varied)
    }
    assert sorted(varied) == sorted(
        key for key, value in given.items() if value is not None and key not in upper | asked
    )


def test_a_published_range_is_used_where_what_was_typed_lies_in_it() -> None:
    """Both wages stand at an end of the middle half; a wage beyond it swings by 20 % instead."""
    given = defaults(fields(load("in_house_or_outsourced").calculate))
    inside = _by_name(what_matters("in_house_or_outsourced", given))["wage_low"]
    assert (inside.low_input, inside.high_input, inside.published) == (17.72, 24.89, True)
    beyond = given | {"wage_low": 40, "wage_high": 60}
    outside = _by_name(what_matters("in_house_or_outsourced", beyond))["wage_low"]
    assert (outside.low_input, outside.high_input, outside.published) == (40, 60, False)
    open_rate = defaults(fields(load("regional_rates").calculate)) | {"region": "western_europe"}
    assert what_matters("regional_rates", open_rate)[0].result == 64_000


def test_a_choice_takes_its_lowest_and_highest_option() -> None:
    """An option without an answer stands at neither end."""
    span = _by_name(what_matters(_calculator(), TYPED))["way"]
    assert (span.low_input, span.high_input, span.low_result) == ("free", "half", 0)
    none = _by_name(what_matters(_calculator(), TYPED | {"agents": 1}))["way"]
    assert (none.low_input, none.high_input, none.low_result) == ("half", "half", None)
    assert none.span == 0


def test_an_end_without_an_answer_stands_as_none() -> None:
    """Eight agents are too few: the span is then what the other end moves."""
    span = _by_name(what_matters(_calculator(), TYPED))["agents"]
    assert (span.low_input, span.high_input, span.low_result) == (8, 12, None)
    assert span.span == pytest.approx((span.high_result or 0) - (span.result or 0))
    assert all(one.span == 0 for one in what_matters(_calculator(), TYPED | {"agents": 1}))


def test_whole_numbers_stay_whole_and_limits_hold() -> None:
    """One agent goes from 1 to 2, and a share from 80 % to 100 %; order is kept."""
    spans = _by_name(what_matters(_calculator(), TYPED | {"agents": 1, "idle": 0.95}))
    assert (spans["agents"].low_input, spans["agents"].high_input) == (1, 2)
    assert (spans["idle"].low_input, spans["idle"].high_input) == (0.76, 1)
    assert spans["least"].high_input == 0.11
    assert spans["most"].low_input == 0.1


def test_an_input_that_changes_nothing_never_leads() -> None:
    """It stays at the end of the list with a span of 0."""
    spans = what_matters(_calculator(), TYPED)
    assert {span.name for span in spans if not span.span} == {"idle", "least"}
    assert not {"idle", "least"} & {span.name for span in leaders(spans)}
    assert leaders([]) == []
    assert leaders(what_matters(_calculator(), TYPED | {"way": "free", "agents": 1})) == []


def test_spans_within_a_tenth_of_the_widest_lead_together() -> None:
    """Two inputs that matter about equally are both named."""
    ends = {"a": 100.0, "b": 90.0, "c": 89.0}
    spans = [Span(name, 0, 1, 0.0, end, published=False, result=0.0) for name, end in ends.items()]
    assert [span.name for span in leaders(spans)] == ["a", "b"]


def test_an_open_range_counts_at_its_low_end() -> None:
    """A range has its typical value, an open one its floor, nothing has none."""
    assert number(Range.of(1, 3)) == 2
    assert number(Range.of(40, None)) == 40
    assert number(7.5) == 7.5
    assert number(None) is None
