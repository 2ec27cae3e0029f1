"""One campaign paid three ways: what each costs, who bears the risk, where they cross."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.calculators.outbound_pricing import MODELS, PRESETS, Result, calculate, show
from calc.commission import poisson_at_most
from calc.form import Field, defaults, fields, out_of_order
from calc.text import words
from calc.units import Unit
from calc.view import Shown, to_html
from tests.conftest import LinesRun

EN, MS = words("en"), words("ms")
FORM = fields(calculate)
DEFAULTS = defaults(FORM)


def _argument(field: Field) -> st.SearchStrategy[Any]:
    """Draw an argument within a field's limits, typed with at most two decimals."""
    assert isinstance(field.kind, Unit)
    low, high = field.kind.low, field.kind.high
    if field.kind.whole:
        return st.integers(int(low), int(high))
    return st.integers(round(low * 100), round(high * 100)).map(lambda n: field.argument(n / 100))


VALUES = st.fixed_dictionaries({name: _argument(field) for name, field in FORM.items()}).filter(
    lambda values: not out_of_order(FORM, values)
)


def _show(**given_: Any) -> Shown:
    values = DEFAULTS | given_
    return show(values, calculate(**values), EN)


def _texts(shown: Shown) -> list[str]:
    """Return what a reader reads of an answer besides its tables and charts."""
    return [shown.headline, shown.aside, shown.sentence, *shown.findings, shown.caption]


def _costs(result: Result) -> dict[str, float]:
    models = (result.hourly, result.commission, result.both)
    return {
        name: model.monthly_cost.typical or 0 for name, model in zip(MODELS, models, strict=True)
    }


def test_the_defaults_are_the_example_of_the_page() -> None:
    """Two sales an hour: the hour costs 27, commission 32, a base with half of it 30.

    By the hour nothing is at risk, so no premium falls short.
    """
    result = calculate()
    assert [model.cost_per_hour.typical for model in result[-3:]] == [27, 32, 30]
    assert [model.verdict for model in result[-3:]] == [None, "within", "within"]
    assert result.turns == ((0.0, "commission"), (1.6875, "hourly"))
    assert result.cheapest_at_ends == ("hourly", "both")


@given(VALUES)
def test_any_input_has_an_answer_in_words(values: dict[str, Any]) -> None:
    """The cheapest costs least, ranges are in order, and all is finite."""
    result = calculate(**values)
    costs = _costs(result)
    assert costs[result.cheapest] <= min(costs.values()) * (1 + 1e-9) + 1e-6
    for cost in (result.monthly_cost, result.cost_per_kept_sale, result.break_even):
        if cost is not None:
            assert 0 <= (cost.low or 0) <= (cost.typical or 0) <= (cost.high or 0)
    assert 0 <= result.weak_month <= result.strong_month
    assert (result.cost_per_kept_sale is None) == (not result.hourly.terms.kept_sales)
    for said in (EN, MS):
        shown = show(values, result, said)
        assert not re.search(r"\b(nan|inf|infinity|none)\b", " ".join(_texts(shown)).lower())


@given(VALUES, st.sampled_from(["normal_rate_high", "fee_per_sale", "base_pay", "agents"]))
def test_a_higher_price_or_a_larger_team_never_costs_less(
    values: dict[str, Any], name: str
) -> None:
    """Every way of paying costs at least as much as before."""
    kind = FORM[name].kind
    assert isinstance(kind, Unit)
    more = values | {name: min(values[name] * 2, int(kind.high))}
    before, after = _costs(calculate(**values)), _costs(calculate(**more))
    assert all(after[model] >= before[model] * (1 - 1e-9) - 1e-9 for model in MODELS)


@given(VALUES)
def test_at_the_break_even_commission_and_hour_cost_the_same(values: dict[str, Any]) -> None:
    """Put back as sales, the break-even makes both sides equal."""
    result = calculate(**values)
    if result.break_even is None:
        assert result.commission.terms.earned_per_sale == 0
    else:
        rate = result.hourly.cost_per_hour.typical
        paid = (result.break_even.typical or 0) * result.commission.terms.earned_per_sale
        assert paid == pytest.approx(rate)


def test_the_order_of_the_ways_is_said_with_one_two_or_three_turns() -> None:
    """One way may win throughout, two may share the sales, or the base may win between."""
    said = [_show(base_pay=base).findings[0] for base in (0, 14, 7)]
    assert said == [
        (
            "At the midpoint of the rate, base + commission costs least below 3.38 kept sales an"
            " hour for each agent; above that, hourly only does."
        ),
        (
            "At the midpoint of the rate, commission only costs least below 1.69 kept sales an hour"
            " for each agent; above that, hourly only does."
        ),
        (
            "At the midpoint of the rate, commission only costs least below 0.875 kept sales an"
            " hour for each agent, hourly only above 2.5, and base + commission in between."
        ),
    ]
    free = _show(fee_per_sale=0)
    least = "At the midpoint of the rate, commission only costs least whatever each agent sells."
    assert free.findings[0] == least
    assert free.caption == "One way stays the cheapest: commission only."


def test_a_dot_marks_each_turn_that_is_near() -> None:
    """The chart shows where the cheapest way changes, unless that is far beyond the campaign."""
    assert json.dumps(_show().charts[0]).count("chart-dot") == 1
    assert json.dumps(_show(base_pay=7).charts[0]).count("chart-dot") == 2
    assert json.dumps(_show(fee_per_sale=0.01).charts[0]).count("chart-dot") == 0


@pytest.mark.parametrize(
    ("fee", "said"),
    [
        (14, "so expect a refusal"),
        (16, "within the 10% to 20% that the risk calls for"),
        (20, "so ask for a lower commission"),
    ],
)
def test_the_vendors_premium_is_weighed(fee: float, said: str) -> None:
    """Too little may be refused, too much may be bargained down."""
    assert any(said in text for text in _show(fee_per_sale=fee).findings)


def test_a_base_that_covers_the_rate_leaves_no_risk() -> None:
    """The call center risks nothing, and the answer says so."""
    assert any("risks nothing" in text for text in _show(base_pay=27).findings)
    assert calculate(base_pay=27).both.chance_below_normal_rate == 0
    assert not any("risks nothing" in text for text in _show().findings)


def test_one_firm_quote_has_neither_range_nor_overlap() -> None:
    """With one rate in both fields the answer is one number."""
    shown = _show(normal_rate_low=27, normal_rate_high=27)
    assert shown.aside == "hourly only, the cheapest way here"
    assert not any("range" in text for text in (shown.sentence, *shown.findings))
    assert any("The ranges overlap" in text for text in _show().findings)


def test_without_a_kept_sale_nothing_is_divided() -> None:
    """No cost of a sale, no spread, and plain words."""
    shown = _show(cancelled=1)
    assert shown.headline == "$0 a month, no sale kept"
    assert [row[1] for row in shown.table.rows] == ["n/a"] * 3
    assert any("commission costs nothing" in text for text in shown.findings)
    assert "sale" not in {step.name for step in shown.working}
    assert not any("one month in ten" in text for text in shown.findings)


def test_the_tenths_of_a_small_count_are_bounds() -> None:
    """Where 1 sale is expected, 37 % of months bring none: no exact tenth, so it says at least."""
    said = " ".join(_show(agents=1, hours=0.5).findings)
    assert "at least one month in ten brings 0 or fewer, and at most one in ten more than 2" in said
    assert poisson_at_most(0, 1) == pytest.approx(0.368, abs=1e-3)


@pytest.mark.parametrize(
    ("conversion", "hour", "month"),
    [
        (0, "0", "0"),
        (1e-9, "0.000001", "0.000001"),
        (0.00003, "0.00003", "0.00003"),
        (0.01, "0.01", "0.01"),
        (0.07, "0.07", "0.1"),
        (0.5432, "0.5432", "0.5"),
    ],
)
def test_a_few_sales_are_never_written_as_none(conversion: float, hour: str, month: str) -> None:
    """An hour of one agent, who reaches one person, is a month with hardly a sale."""
    shown = _show(agents=1, hours=1, contacts_per_hour=1, conversion=conversion)
    assert f"and {month} kept sales in all" in shown.table.caption
    assert any(f"Where {month} kept sales" in said for said in shown.findings) == (conversion > 0)
    assert f"Average month: {month}" in json.dumps(shown.beside[0])
    numbers = {step.cells[0].name: step.numbers for step in shown.working}
    assert numbers["kept_per_hour"].endswith(f"= {hour}")
    assert f"= {month} expected" in numbers["kept_sales"]


def test_a_campaign_that_costs_more_than_it_sells_is_said_not_to_pay() -> None:
    """The value of a sale decides whether the cheapest way pays at all."""
    assert any("does not pay" in text for text in _show(sale_value=10).findings)
    assert any("takes 11.2% of it" in text for text in _show().findings)
    assert not any("brings you" in text for text in _show(sale_value=0).findings)


def test_months_differ_by_luck_alone() -> None:
    """A small team's weak month is far from its average one; the hour costs the same in each."""
    result = calculate(agents=1, hours=40, cancelled=0.1)
    assert (result.weak_month, result.strong_month) == (61, 83)
    months = _show(agents=1, hours=40, cancelled=0.1).beside[0]
    assert json.dumps(months).count('"$1,080"') == 3


def test_presets_are_the_published_rates_with_an_example_in_proportion() -> None:
    """The default is one of them, and each lies within the premium."""
    assert PRESETS["us"].items() <= DEFAULTS.items()
    assert PRESETS["india"] == {
        "normal_rate_low": 6,
        "normal_rate_high": 10,
        "fee_per_sale": 4.7,
        "base_pay": 4.1,
    }
    assert {calculate(**preset).commission.verdict for preset in PRESETS.values()} == {"within"}


def test_the_next_step_carries_the_commission() -> None:
    """The full commission goes along, against the midpoint of the rate."""
    carry = _show(cancelled=0.1).carry[0]
    assert carry.calculator == "commission_premium"
    assert carry.values["normal_rate"] == 27
    assert (carry.values["sales_per_hour"], carry.values["fee_per_sale"]) == (2, 16)
    assert (carry.values["base_pay"], carry.values["cancelled"]) == (0, 0.1)


def test_the_largest_input_is_quick(lines_run: LinesRun) -> None:
    """A thousand million sales a month take at most fifty thousand lines of Python."""
    largest = {
        name: field.kind.high for name, field in FORM.items() if isinstance(field.kind, Unit)
    }
    values = DEFAULTS | {
        name: FORM[name].argument(largest[name])
        for name in ("contacts_per_hour", "agents", "hours")
    }
    assert lines_run(lambda: show(values, calculate(**values), EN)) < 50_000


def test_the_description_speaks_of_a_dot_only_where_one_is_drawn() -> None:
    """Commission of a cent a sale stays the cheapest way as far as is drawn."""
    for given_, drawn in (({}, True), ({"fee_per_sale": 0.01}, False)):
        texts = [to_html(chart) for chart in _show(**given_).charts]
        assert ["A dot stands" in text for text in texts] == [drawn] * 2
        assert ["<circle" in text for text in texts] == [drawn] * 2


def test_a_table_stands_beside_the_chart() -> None:
    """Few sales are cheapest on commission, many by the hour; one row is the reader's own."""
    table = _show().folded
    assert table
    assert [row[0] for row in table.rows] == ["1", "1.69", "2", "3", "4"]
    assert table.current == 2
    assert [table.head.index(str(row[-1])) for row in table.rows] == [2, 1, 1, 1, 1]
    tied = _show(contacts_per_hour=3, conversion=0.3, normal_rate_low=14.4, normal_rate_high=14.4)
    assert tied.folded
    assert tied.folded.current is not None
    assert tied.folded.rows[tied.folded.current][-1] == tied.folded.head[1]
    assert _show(conversion=0).folded
