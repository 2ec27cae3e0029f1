"""What one outbound campaign costs by the hour, on commission, or with a base and commission."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NamedTuple

from calc.chart import Dot, Line, LineChart, Scale, line_table, lines, ticks
from calc.commission import (
    Terms,
    chance_below_normal_rate,
    cheapest_by_sales,
    crossing,
    poisson_tenths,
    required_yield_at_risk,
    verdict,
)
from calc.figures import figure, value
from calc.phrases import against, midpoint, with_range
from calc.text import Words, capital, cents, dollars, estimate, plain
from calc.units import (
    TOLERANCE,
    Agents,
    AtLeast,
    ContactsAnHour,
    Ends,
    Fee,
    From,
    HourlyPay,
    HourlyRate,
    HoursAMonth,
    Range,
    SaleValue,
    Share,
    lowest,
)
from calc.view import Carry, Cell, Child, Measure, Outcome, Shown, Step, Table, el

VERSION = 1
KIND = "estimates"
HOME = "costs/outbound"
MAIN = (
    "normal_rate_low",
    "normal_rate_high",
    "contacts_per_hour",
    "conversion",
    "fee_per_sale",
    "base_pay",
)
OUTCOME = Outcome("cost_per_kept_sale", cents)

MODELS = ("hourly", "commission", "both")
PUBLISHED = {"india": "F07", "latin_america": "F08", "us": "F09", "skilled": "F10"}


def _presets() -> dict[str, dict[str, Any]]:
    """Return the example at each published outbound rate, its fee and base in proportion."""
    usual = figure("F09").range.typical or 0
    presets = {}
    for name, id_ in PUBLISHED.items():
        low, typical, high = figure(id_).range
        scale = (typical or 0) / usual
        presets[name] = {
            "normal_rate_low": low,
            "normal_rate_high": high,
            "fee_per_sale": round(value("E3.low") * scale, 1),
            "base_pay": round(value("W28a.low") * scale, 1),
        }
    return presets


PRESETS = _presets()


class Model(NamedTuple):
    """Hold one way of paying: the client's cost in US dollars, and what it means to the vendor.

    ``cost_per_hour`` is that of an agent, and so the vendor's yield. ``cost_per_kept_sale`` is
    ``None`` without kept sales. ``premium`` is the yield against the typical rate, ``verdict``
    short, within or above, ``None`` by the hour, where no risk calls for a premium;
    ``chance_below_normal_rate`` is that of a month of the whole team, and ``terms`` the agreement,
    each at the typical rate.
    """

    cost_per_hour: Range
    monthly_cost: Range
    cost_per_kept_sale: Range | None
    premium: float
    verdict: str | None
    chance_below_normal_rate: float
    terms: Terms


class Result(NamedTuple):
    """Hold what the cheapest way of paying costs at the typical rate, and all three beside it.

    Money in US dollars; ``kept_sales`` are the team's in a month, of which one month in ten brings
    ``weak_month`` or fewer and one in ten more than ``strong_month``. ``break_even`` are the kept
    sales an hour at which commission costs as much as the hourly rate, ``None`` where no number
    does. ``cheapest_at_ends`` are the cheapest ways at the low and the high rate. ``turns`` say
    which way is cheapest from how many kept sales an hour on.
    """

    cheapest: str
    cost_per_kept_sale: Range | None
    monthly_cost: Range
    kept_sales: float
    weak_month: int
    strong_month: int
    break_even: Range | None
    cheapest_at_ends: Ends
    turns: tuple[tuple[float, str], ...]
    hourly: Model
    commission: Model
    both: Model


def calculate(
    *,
    normal_rate_low: Annotated[HourlyRate, From("F09.low")] = 22,
    normal_rate_high: Annotated[HourlyRate, AtLeast("normal_rate_low"), From("F09.high")] = 32,
    contacts_per_hour: Annotated[ContactsAnHour, From("E4.low")] = 10,
    conversion: Annotated[Share, From("E5.low")] = 0.2,
    fee_per_sale: Annotated[Fee, From("E3.low")] = 16,
    base_pay: Annotated[HourlyPay, From("W28a.low")] = 14,
    commission_with_base: Annotated[Share, From("E7.low")] = 0.5,
    share_of_sale: Share = 0,
    sale_value: Annotated[SaleValue, From("E6.low")] = 120,
    cancelled: Share = 0,
    agents: Annotated[Agents, From("E1.low")] = 10,
    hours: Annotated[HoursAMonth, From("D1.low")] = 160,
    minimum_premium: Annotated[Share, From("F11.low")] = 0.10,
    full_premium: Annotated[Share, AtLeast("minimum_premium"), From("F11.high")] = 0.20,
) -> Result:
    """Set an hourly rate, a commission, and a base with part of that commission side by side.

    ``contacts_per_hour`` are people reached by one agent, of whom ``conversion`` buy; the team
    works ``agents`` x ``hours`` in a month. Costs are those of an average month.

    >>> calculate().cheapest, calculate().cost_per_kept_sale
    ('hourly', Range(low=11.0, typical=13.5, high=16.0))
    """
    sales = contacts_per_hour * conversion
    full = Terms(0, sales, fee_per_sale, share_of_sale, sale_value, cancelled, 0)
    part = full._replace(
        fee_per_sale=fee_per_sale * commission_with_base,
        share_of_sale=share_of_sale * commission_with_base,
        base_pay=base_pay,
    )
    rates = Range.of(normal_rate_low, normal_rate_high)
    ends = [_ways(rate, full, part) for rate in rates if rate is not None]
    month, premiums = agents * hours, (minimum_premium, full_premium)
    asked = {name: premiums if name != "hourly" else None for name in MODELS}
    models = {name: _model([each[name] for each in ends], month, asked[name]) for name in MODELS}
    low, cheapest, high = (_cheapest(each) for each in ends)
    kept = full.kept_sales * month
    meet = [crossing(each["hourly"], each["commission"]) for each in ends]
    return Result(
        cheapest,
        models[cheapest].cost_per_kept_sale,
        models[cheapest].monthly_cost,
        kept,
        *poisson_tenths(kept),
        Range(*meet) if meet[0] is not None else None,
        Ends(low, high),
        tuple(cheapest_by_sales(ends[1])),
        *(models[name] for name in MODELS),
    )


def show(given: Mapping[str, Any], result: Result, words: Words) -> Shown:
    """Put the comparison into words: the cheapest, what turns it, both sides' risk, the working."""
    told = _told(given, result, words)
    shape = "none" if result.cost_per_kept_sale is None else _shape(result.cost_per_kept_sale)
    chart = _chart(result, words)
    return Shown(
        headline=words(f"outbound_pricing.headline_{_sold(result)}", **told),
        aside=words(f"outbound_pricing.aside_{shape}", **told),
        sentence=words(f"outbound_pricing.sentence_{shape}", **told),
        findings=_findings(given, result, words),
        table=_table(given, result, words),
        beside=[_spread(given, result, words)],
        caption=_turns(result, "chart.caption", words),
        charts=lines(chart),
        working=_working(given, result, words),
        figures=list(PUBLISHED.values()),
        carry=[_carry(given, result, words)],
        folded=_other_sales(chart, result, words),
    )


def _ways(rate: float, full: Terms, part: Terms) -> dict[str, Terms]:
    """Return the three agreements at one normal rate."""
    hourly = full._replace(fee_per_sale=0, share_of_sale=0, base_pay=rate)
    ways = zip(MODELS, (hourly, full, part), strict=True)
    return {name: terms._replace(normal_rate=rate) for name, terms in ways}


def _model(ends: list[Terms], month: float, asked: tuple[float, float] | None) -> Model:
    """Return what one way of paying costs at the low, typical and high rate.

    ``asked`` are the least and the full premium that its risk calls for, ``None`` without a risk.
    """
    hourly, kept = Range(*(terms.hourly_yield for terms in ends)), ends[1].kept_sales
    return Model(
        hourly,
        hourly.times(month),
        hourly.times(1 / kept) if kept else None,
        ends[1].premium,
        verdict(ends[1].premium, *asked) if asked else None,
        chance_below_normal_rate(ends[1], month),
        ends[1],
    )


def _cheapest(ways: Mapping[str, Terms]) -> str:
    """Return the way that costs least an hour; of equals the first."""
    return MODELS[lowest([ways[name].hourly_yield for name in MODELS])]


def _models(result: Result) -> dict[str, Model]:
    return {"hourly": result.hourly, "commission": result.commission, "both": result.both}


def _sold(result: Result) -> str:
    return "none" if result.cost_per_kept_sale is None else "sale"


def _shape(cost: Range) -> str:
    return "one" if cost.low == cost.high else "range"


def _name(model: str, words: Words) -> str:
    return words(f"outbound_pricing.models.{model}")


def _sales(sales: float) -> str:
    """Write kept sales an hour to three figures, as far as an estimate goes."""
    return estimate(sales, ".3g")


def _sales_a_month(sales: float) -> str:
    """Write kept sales a month to a tenth of one."""
    return estimate(sales, ".1f")


def _told(given: Mapping[str, Any], result: Result, words: Words) -> dict[str, str]:
    """Write what the answer's sentences fill in."""
    sold = result.cost_per_kept_sale or Range(0, 0, 0)
    others = [name for name in MODELS if name != result.cheapest]

    def cost(name: str) -> str:
        model = _models(result)[name]
        if model.cost_per_kept_sale is None:
            return words.millions(midpoint(model.monthly_cost), dollars)
        return words.money(midpoint(model.cost_per_kept_sale))

    return {
        "model": _name(result.cheapest, words),
        "Model": capital(_name(result.cheapest, words)),
        "cost": cost(result.cheapest),
        "range": words.between(sold),
        "month": words.millions(midpoint(result.monthly_cost), dollars),
        "Second": capital(_name(others[0], words)),
        "second": cost(others[0]),
        "third": _name(others[1], words),
        "third_cost": cost(others[1]),
        "value": words.money(given["sale_value"]),
        "share": words.percent(midpoint(sold) / given["sale_value"]) if given["sale_value"] else "",
    }


def _findings(given: Mapping[str, Any], result: Result, words: Words) -> list[str]:
    """Say what decides, what turns the order, what the vendor needs, who bears which risk."""
    told = _told(given, result, words) | _vendor(given, result, words)
    low, high = result.cheapest_at_ends
    told |= {
        "low_rate": words.money(given["normal_rate_low"]),
        "high_rate": words.money(given["normal_rate_high"]),
        "low": _name(low, words),
        "high": _name(high, words),
        "weak": f"{result.weak_month:,}",
        "strong": f"{result.strong_month:,}",
        "expected": _sales_a_month(result.kept_sales),
    }
    keys = ["overlap"] if low != high else []
    if not result.kept_sales:
        keys.append("nothing_kept")
    if result.break_even is None:
        keys.append("no_commission")
    elif given["normal_rate_low"] < given["normal_rate_high"]:
        told["break_even"] = words.between(result.break_even, _sales)
        keys.append("break_even")
    keys += [f"commission_{result.commission.verdict}", _both_finding(result)]
    keys += ["spread", "chance"] if result.kept_sales else []
    if result.cost_per_kept_sale and given["sale_value"]:
        dear = midpoint(result.cost_per_kept_sale) > given["sale_value"]
        keys.append("dear_sale" if dear else "value")
    return [
        _turns(result, "turns", words),
        *(words(f"outbound_pricing.{key}", **told) for key in keys),
    ]


def _vendor(given: Mapping[str, Any], result: Result, words: Words) -> dict[str, str]:
    """Write what the vendor earns with a risk, and what it needs for it."""
    limits = (given["minimum_premium"], given["full_premium"])
    needed = [required_yield_at_risk(result.both.terms, premium) for premium in limits]
    return {
        "rate": words.money(midpoint(result.hourly.cost_per_hour)),
        "minimum": words.percent(given["minimum_premium"]),
        "full": words.percent(given["full_premium"]),
        "base": words.money(given["base_pay"]),
        "commission": words.money(midpoint(result.commission.cost_per_hour)),
        "both": words.money(midpoint(result.both.cost_per_hour)),
        "commission_against": against(result.commission.premium, limits, words),
        "both_against": against(result.both.premium, limits, words),
        "needed": words.between(Range(needed[0], None, needed[1])),
        "commission_chance": words.chance(result.commission.chance_below_normal_rate),
        "both_chance": words.chance(result.both.chance_below_normal_rate),
    }


def _both_finding(result: Result) -> str:
    terms = result.both.terms
    return "base_enough" if terms.base_pay >= terms.normal_rate - TOLERANCE else "both"


def _turns(result: Result, key: str, words: Words) -> str:
    """Say which way is cheapest at how many kept sales an hour."""
    names = [_name(name, words) for _, name in result.turns]
    starts = [_sales(start) for start, _ in result.turns[1:]] or [""]
    return words(
        f"outbound_pricing.{key}_{len(names)}",
        first=names[0],
        middle=names[1 % len(names)],
        last=names[-1],
        below=starts[0],
        above=starts[-1],
    )


def _table(given: Mapping[str, Any], result: Result, words: Words) -> Table:
    """Set the three ways side by side: what each costs, what the vendor earns, who bears a risk."""
    head = ("model", "sale", "month", "hour", "against")
    limits = (given["minimum_premium"], given["full_premium"])
    rows: list[tuple[Child, ...]] = []
    for name, model in _models(result).items():
        label: Child = capital(_name(name, words))
        if name == result.cheapest:
            cheapest = el("small", words("outbound_pricing.table.cheapest"))
            label = el("span", el("strong", label), " ", cheapest)
        sale = model.cost_per_kept_sale
        rows.append(
            (
                label,
                with_range(sale, words, cents) if sale else words("format.none"),
                with_range(model.monthly_cost, words, dollars),
                with_range(model.cost_per_hour, words, cents),
                against(model.premium, limits, words)
                if name != "hourly"
                else words("outbound_pricing.table.rate_itself"),
            )
        )
    return Table(
        caption=words(
            "outbound_pricing.table.caption",
            agents=f"{given['agents']:,}",
            hours=plain(given["hours"]),
            sales=_sales_a_month(result.kept_sales),
        ),
        head=tuple(words(f"outbound_pricing.table.{key}") for key in head),
        rows=rows,
        numbers=(1, 2, 3, 4),
        current=MODELS.index(result.cheapest),
    )


def _spread(given: Mapping[str, Any], result: Result, words: Words) -> Table:
    """Set a weak, an average and a strong month side by side, at the typical rate."""
    months = {
        "weak": float(result.weak_month),
        "average": result.kept_sales,
        "strong": float(result.strong_month),
    }
    hours = given["agents"] * given["hours"]
    rows: list[tuple[Child, ...]] = [
        (
            capital(_name(name, words)),
            *(_month(model.terms, sales, hours, words) for sales in months.values()),
            words.chance(model.chance_below_normal_rate),
            words(f"outbound_pricing.risk.bears_{name}"),
        )
        for name, model in _models(result).items()
    ]
    sales = {name: _sales_a_month(kept) for name, kept in months.items()}
    keys = ("model", *months, "chance", "bears")
    return Table(
        caption=words("outbound_pricing.risk.caption"),
        head=tuple(words(f"outbound_pricing.risk.{key}", sales=sales.get(key, "")) for key in keys),
        rows=rows,
        numbers=(1, 2, 3, 4),
    )


def _month(terms: Terms, sales: float, hours: float, words: Words) -> Child:
    """Write what a month with so many kept sales costs, and each sale of it."""
    cost = terms.base_pay * hours + terms.earned_per_sale * sales
    if not sales:
        return words.money(cost, dollars)
    each = words("outbound_pricing.risk.each", cost=words.money(cost / sales))
    return el("span", words.money(cost, dollars), " ", el("small", each))


def _near(result: Result) -> list[float]:
    """Return where the cheapest way changes, as far as it is near enough to be drawn."""
    most = 4 * (result.hourly.terms.kept_sales or 1)
    return [start for start, _ in result.turns[1:] if start <= most]


def _ticks(result: Result) -> list[float]:
    """Return the axis of kept sales: beyond the reader's and beyond every change that is near."""
    kept = result.hourly.terms.kept_sales
    return ticks(max([2 * kept, *(1.25 * start for start in _near(result))]) or 1)


def _costs_at(sales: float, result: Result) -> dict[str, float]:
    """Return an hour of each way of paying with so many kept sales, at the midpoint of the rate."""
    return {
        name: model.terms.base_pay + model.terms.earned_per_sale * sales
        for name, model in _models(result).items()
    }


def _other_sales(chart: LineChart, result: Result, words: Words) -> Table:
    """Set the ways beside each other at the chart's numbers of sales, its dots and one's own."""
    kept = result.hourly.terms.kept_sales
    places = {*_ticks(result), *_near(result), kept} - {0}
    costs = {sales: [*_costs_at(sales, result).values()] for sales in places}
    heads = words("outbound_pricing.other.sales"), words("outbound_pricing.other.cheapest")
    return line_table(chart, costs, heads, kept)


def _chart(result: Result, words: Words) -> LineChart:
    """Draw the cost of an hour by its kept sales, with a dot where the cheapest way changes."""
    kept = result.hourly.terms.kept_sales
    near, end = _near(result), _ticks(result)[-1]

    def cost(name: str, sales: float) -> float:
        return _costs_at(sales, result)[name]

    return LineChart(
        id="outbound-pricing-chart",
        title=words("outbound_pricing.chart.title"),
        description=words("outbound_pricing.chart.description", sales=_sales(kept))
        + (f" {words('outbound_pricing.chart.dot')}" if near else ""),
        lines=[
            Line(capital(_name(name, words)), [(0, cost(name, 0)), (end, cost(name, end))])
            for name in MODELS
        ],
        dots=[
            Dot(start, cost(name, start), _sales(start))
            for start, name in result.turns[1:]
            if start in near
        ],
        across=Scale(
            _sales, lambda sales: words("outbound_pricing.chart.sales", sales=plain(sales))
        ),
        up=Scale(words.money, lambda cost: words("per.per_hour", amount=words.money(cost))),
    )


def _working(given: Mapping[str, Any], result: Result, words: Words) -> list[Step]:
    """Write every step from the people reached to a month's risk, in the order of the code."""
    told = _told(given, result, words) | _vendor(given, result, words)
    told |= _written(given, result, words)
    return [
        Step(
            words(f"outbound_pricing.working.{key}"),
            words(f"outbound_pricing.working.{key}_formula"),
            words(f"outbound_pricing.working.{key}_numbers", **told),
            cells,
        )
        for key, cells in _cells(result, given["agents"] * given["hours"]).items()
    ]


def _written(given: Mapping[str, Any], result: Result, words: Words) -> dict[str, str]:
    """Write the inputs and the steps between as the working shows them."""
    told = {
        "contacts": plain(given["contacts_per_hour"]),
        "conversion": words.percent(given["conversion"]),
        "cancelled": words.percent(given["cancelled"]),
        "kept": estimate(result.hourly.terms.kept_sales, ".4f"),
        "fee": words.money(given["fee_per_sale"]),
        "order_share": words.percent(given["share_of_sale"]),
        "earned": words.money(result.commission.terms.earned_per_sale),
        "part": words.percent(given["commission_with_base"]),
        "low_rate": words.money(given["normal_rate_low"]),
        "rates": words.between(Range.of(given["normal_rate_low"], given["normal_rate_high"])),
        "high_rate": words.money(given["normal_rate_high"]),
        "agents": f"{given['agents']:,}",
        "hours": plain(given["hours"]),
        "month_hours": plain(given["agents"] * given["hours"]),
        "expected": _sales_a_month(result.kept_sales),
        "weak": f"{result.weak_month:,}",
        "strong": f"{result.strong_month:,}",
    }
    for name, model in _models(result).items():
        told[f"month_{name}"] = words.between(
            model.monthly_cost, lambda cost: words.money(cost, dollars)
        )
        if model.cost_per_kept_sale:
            told[f"sale_{name}"] = words.between(model.cost_per_kept_sale)
    for end, sales in zip(Range._fields, result.break_even or (), strict=False):
        told[f"even_{end}"] = _sales(sales or 0)
    return told


def _cells(result: Result, month_hours: float) -> dict[str, tuple[Cell, ...]]:
    """Return the working as a spreadsheet's cells, step by step; what has no answer is left out."""
    ways = [*_models(result).values()]
    _, commission, both = ways
    terms = commission.terms
    kept = "contacts_per_hour * conversion * (1 - cancelled)"
    earned = "fee_per_sale + share_of_sale * sale_value"
    rate = "(normal_rate_low + normal_rate_high) / 2"
    with_base = "base_pay + commission_with_base * kept_per_hour * earned_per_sale"
    steps = {
        "kept": (Cell("kept_per_hour", kept, terms.kept_sales, "count"),),
        "earned": (Cell("earned_per_sale", earned, terms.earned_per_sale),),
        "rate": (Cell("rate_typical", rate, terms.normal_rate),),
        "commission": (
            Cell("hour_commission", "kept_per_hour * earned_per_sale", terms.hourly_yield),
        ),
        "both": (Cell("hour_both", with_base, both.terms.hourly_yield),),
        "month": (
            Cell("month_hours", "agents * hours", month_hours, "count"),
            *_each("month", "{} * month_hours", [model.monthly_cost for model in ways]),
        ),
    }
    if result.cost_per_kept_sale:
        sales = [model.cost_per_kept_sale for model in ways]
        steps["sale"] = _each("sale", "{} / kept_per_hour", sales)
    steps["premium"] = (
        Cell(
            "premium_commission", "hour_commission / rate_typical - 1", commission.premium, "share"
        ),
        Cell("premium_both", "hour_both / rate_typical - 1", both.premium, "share"),
    )
    if result.break_even:
        steps["break_even"] = _each(
            "break_even", "{} / earned_per_sale", [result.break_even], "count"
        )
    steps["spread"] = (
        Cell("kept_sales", "kept_per_hour * month_hours", result.kept_sales, "count"),
        Cell("weak_month", "", result.weak_month, "count"),
        Cell("strong_month", "", result.strong_month, "count"),
    )
    steps["chance"] = (
        Cell("chance_commission", "", commission.chance_below_normal_rate, "share"),
        Cell("chance_both", "", both.chance_below_normal_rate, "share"),
    )
    return steps


def _each(
    name: str, formula: str, costs: Sequence[Range | None], unit: Measure = "money"
) -> tuple[Cell, ...]:
    """Return a cell for each end of what rests on the hourly rate, and one for each other way."""
    rates = ("normal_rate_low", "rate_typical", "normal_rate_high")
    ends = zip(Range._fields, rates, costs[0] or (), strict=True)
    others = zip(MODELS[1:], costs[1:], strict=False)
    return (
        *(
            Cell(f"{name}_{end}", formula.format(rate), cost or 0.0, unit)
            for end, rate, cost in ends
        ),
        *(
            Cell(f"{name}_{way}", formula.format(f"hour_{way}"), midpoint(cost))
            for way, cost in others
        ),
    )


def _carry(given: Mapping[str, Any], result: Result, words: Words) -> Carry:
    """Take the commission in full to the calculator that finds the fee it needs."""
    terms = result.commission.terms
    values = terms._asdict() | {
        name: given[name] for name in ("hours", "minimum_premium", "full_premium")
    }
    rate = words.money(terms.normal_rate)
    return Carry("commission_premium", values, words("outbound_pricing.carry", rate=rate))
