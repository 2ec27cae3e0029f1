"""Whether commission brings a call center its normal hourly rate and the premium for its risk."""

from collections.abc import Mapping
from math import ceil
from typing import Annotated, Any, NamedTuple

from calc.chart import Bar, RangeChart, range_bars
from calc.commission import (
    Terms,
    break_even_fee,
    break_even_sales,
    chance_below_normal_rate,
    required_yield,
    required_yield_at_risk,
    verdict,
)
from calc.figures import value
from calc.phrases import against
from calc.rates import location_rows
from calc.text import Words, cents, dollars, estimate, plain
from calc.units import (
    TOLERANCE,
    AtLeast,
    Fee,
    From,
    HourlyPay,
    HourlyRate,
    HoursAMonth,
    Range,
    SalesAnHour,
    SaleValue,
    Share,
)
from calc.view import Carry, Cell, Outcome, Shown, Step, Table

VERSION = 1
KIND = "estimates"
HOME = "costs/commission"
MAIN = ("normal_rate", "sales_per_hour", "fee_per_sale", "cancelled", "base_pay")


def _presets() -> dict[str, dict[str, Any]]:
    """Return the three ways of paying on the example, and the usual rate of every region."""
    rate, fee = value("F05.high"), value("E3.low")
    ways = {"hourly": (rate, 0), "commission": (0, fee), "both": (rate / 2, fee / 2)}
    presets: dict[str, dict[str, Any]] = {
        name: {"normal_rate": rate, "fee_per_sale": each, "share_of_sale": 0, "base_pay": base}
        for name, (base, each) in ways.items()
    }
    for region, row in location_rows().items():
        low, typical, _ = row.range
        presets[region] = {"normal_rate": low if typical is None else typical}
    return presets


PRESETS = _presets()
OUTCOME = Outcome("hourly_yield", cents, more_is_better=True)


class Result(NamedTuple):
    """Hold the yield in US dollars an hour, and what it means to both sides.

    ``verdict`` is short, within or above. A fee is ``None`` where no finite one is enough and 0
    where none is needed; ``cost_per_kept_sale`` is ``None`` without kept sales.
    ``client_cost_against_hourly`` is dollars a month for one agent, below 0 where the client pays
    less than at the normal rate.
    """

    hourly_yield: float
    premium: float
    verdict: str
    fee_at_minimum: float | None
    fee_at_full: float | None
    cost_per_kept_sale: float | None
    client_cost_against_hourly: float
    chance_below_normal_rate: float


def calculate(
    *,
    normal_rate: Annotated[HourlyRate, From("F05.high")] = 28,
    minimum_premium: Annotated[Share, From("F11.low")] = 0.10,
    full_premium: Annotated[Share, AtLeast("minimum_premium"), From("F11.high")] = 0.20,
    sales_per_hour: Annotated[SalesAnHour, From("E2.low")] = 2,
    fee_per_sale: Annotated[Fee, From("E3.low")] = 16,
    share_of_sale: Share = 0,
    sale_value: SaleValue = 0,
    cancelled: Share = 0,
    base_pay: HourlyPay = 0,
    hours: Annotated[HoursAMonth, From("D1.low")] = 160,
) -> Result:
    """Compare the hourly yield of a commission agreement with a normal hourly rate.

    Both premiums are asked on the whole rate; reaching one exactly counts as met. ``hours`` are one
    agent's in a month.

    >>> round(calculate().premium, 4), calculate().verdict
    (0.1429, 'within')
    """
    terms = Terms(
        normal_rate, sales_per_hour, fee_per_sale, share_of_sale, sale_value, cancelled, base_pay
    )
    return Result(
        terms.hourly_yield,
        terms.premium,
        verdict(terms.premium, minimum_premium, full_premium),
        break_even_fee(terms, minimum_premium),
        break_even_fee(terms, full_premium),
        terms.cost_per_kept_sale,
        (terms.hourly_yield - normal_rate) * hours,
        chance_below_normal_rate(terms, hours),
    )


def show(given: Mapping[str, Any], result: Result, words: Words) -> Shown:
    """Put the yield into words: a sentence, what would be needed, both sides' view, the working."""
    told = {
        "yield": words.money(result.hourly_yield),
        "against": _against_limits(given, result, words),
        "rate": words.money(given["normal_rate"]),
        "minimum": words.percent(given["minimum_premium"]),
        "full": words.percent(given["full_premium"]),
    }
    return Shown(
        headline=words("commission_premium.headline", **told),
        aside=words(f"commission_premium.aside_{result.verdict}", **told),
        sentence=words(f"commission_premium.{result.verdict}", **told),
        findings=_findings(given, result, words),
        table=_table(given, result, words),
        beside=[],
        caption=words(f"commission_premium.chart.{result.verdict}", **told),
        charts=range_bars(_chart(given, result, words)),
        working=_working(given, result, words),
        figures=[],
        carry=[_carry(given, words)],
    )


def _carry(given: Mapping[str, Any], words: Words) -> Carry:
    """Take the offer to a campaign, which sets it beside an hourly rate at a usual conversion."""
    terms = _terms(given)
    values = {
        name: given[name] for name in ("cancelled", "hours", "minimum_premium", "full_premium")
    } | {
        "normal_rate_low": terms.normal_rate,
        "normal_rate_high": terms.normal_rate,
        "contacts_per_hour": round(terms.sales_per_hour / value("E5.low"), 6),
        "fee_per_sale": terms.fee_per_sale,
        "share_of_sale": terms.share_of_sale,
        "sale_value": terms.sale_value,
    }
    if terms.base_pay:
        values |= {"base_pay": terms.base_pay, "commission_with_base": 1.0}
    return Carry("outbound_pricing", values, words("commission_premium.carry"))


def _terms(given: Mapping[str, Any]) -> Terms:
    return Terms(*(given[name] for name in Terms._fields))


def _against_limits(given: Mapping[str, Any], result: Result, words: Words) -> str:
    """Say how far the reader's yield is over or under the normal rate."""
    return against(result.premium, (given["minimum_premium"], given["full_premium"]), words)


def _findings(given: Mapping[str, Any], result: Result, words: Words) -> list[str]:
    """Say the least fee, the vendor's risk, the client's side, and what is out of the ordinary."""
    terms = _terms(given)
    told = {
        "minimum": words.percent(given["minimum_premium"]),
        "full": words.percent(given["full_premium"]),
        "fee": _least(result.fee_at_minimum, words),
        "full_fee": _least(result.fee_at_full, words),
        "rate": words.money(given["normal_rate"]),
        "base": words.money(given["base_pay"]),
        "hours": plain(given["hours"]),
        "chance": words.chance(result.chance_below_normal_rate),
        "cost": words.money(result.cost_per_kept_sale or 0),
        "value": words.money(given["sale_value"]),
        "amount": words.millions(abs(result.client_cost_against_hourly), dollars),
    }
    keys = [_fee_finding(given, result)]
    if not terms.kept_sales:
        keys.append("nothing_kept")
    if given["base_pay"]:
        keys.append("at_risk")
        told |= _at_risk(given, words)
    if given["share_of_sale"] and not given["sale_value"]:
        keys.append("no_value")
    keys += ["chance", _client_finding(result)]
    if given["sale_value"] and (result.cost_per_kept_sale or 0) > given["sale_value"]:
        keys.append("dear_sale")
    return [words(f"commission_premium.{key}", **told) for key in keys]


def _fee_finding(given: Mapping[str, Any], result: Result) -> str:
    if result.fee_at_full == 0:
        enough = given["base_pay"] >= given["normal_rate"] * (1 + given["full_premium"]) - TOLERANCE
        return "base_enough" if enough else "share_enough"
    if result.fee_at_full is None:
        return "no_fee"
    return "full_fee" if result.fee_at_minimum == 0 else "fees"


def _at_risk(given: Mapping[str, Any], words: Words) -> dict[str, str]:
    """Write the yields that both premiums need when asked only on the part at risk."""
    terms, premiums = _terms(given), (given["minimum_premium"], given["full_premium"])
    low, high = (required_yield_at_risk(terms, premium) for premium in premiums)
    band = words.between(Range(low, None, high))
    return {"low": words.money(low), "high": words.money(high), "band": band}


def _client_finding(result: Result) -> str:
    if abs(result.client_cost_against_hourly) <= TOLERANCE:
        return "client_same"
    return "client_more" if result.client_cost_against_hourly > 0 else "client_less"


def _least(fee: float | None, words: Words) -> str:
    """Write a fee that is at least enough: rounded up to the cent."""
    return words("format.none") if fee is None else words.money(ceil(fee * 100 - 1e-6) / 100)


def _table(given: Mapping[str, Any], result: Result, words: Words) -> Table:
    """Set the reader's agreement beside what both premiums need."""
    terms = _terms(given)
    premiums = (given["minimum_premium"], given["full_premium"])
    kept = terms.kept_sales
    needed = [required_yield(terms, premium) for premium in premiums]
    none = words("format.none")

    def sale_cost(hourly: float) -> str:
        return _least(hourly / kept, words) if kept and hourly > given["base_pay"] else none

    def sales(premium: float) -> str:
        least = break_even_sales(terms, premium)
        return none if least is None else plain(ceil(least * 100 - 1e-6) / 100)

    rows = {
        "rate": [words.money(given["normal_rate"])] * 3,
        "yield": [words.money(hourly) for hourly in (result.hourly_yield, *needed)],
        "premium": [
            _against_limits(given, result, words),
            *(against(premium, (), words) for premium in premiums),
        ],
        "fee": [
            words.money(given["fee_per_sale"]),
            _least(result.fee_at_minimum, words),
            _least(result.fee_at_full, words),
        ],
        "sales": [plain(given["sales_per_hour"]), *(sales(premium) for premium in premiums)],
        "cost": [
            none if result.cost_per_kept_sale is None else words.money(result.cost_per_kept_sale),
            *(sale_cost(hourly) for hourly in needed),
        ],
    }
    head = ("what", "yours", "minimum", "full")
    percents = {"minimum": words.percent(premiums[0]), "full": words.percent(premiums[1])}
    return Table(
        caption=words("commission_premium.table.caption"),
        head=tuple(words(f"commission_premium.table.{key}", **percents) for key in head),
        rows=[(words(f"commission_premium.table.{key}"), *cells) for key, cells in rows.items()],
        numbers=(1, 2, 3),
    )


def _chart(given: Mapping[str, Any], result: Result, words: Words) -> RangeChart:
    terms, rate, hourly = _terms(given), given["normal_rate"], result.hourly_yield
    low, high = (required_yield(terms, given[name]) for name in ("minimum_premium", "full_premium"))
    band = words.dash(Range(low, None, high))
    labels = {name: words(f"commission_premium.chart.{name}") for name in ("rate", "band", "yield")}
    return RangeChart(
        id="commission-premium-chart",
        title=words("commission_premium.chart.title"),
        description=words(
            "commission_premium.chart.description",
            rate=words.money(rate),
            band=words.between(Range(low, None, high)),
            hourly=words.money(hourly),
        ),
        bars=[
            Bar(labels["rate"], rate, rate, rate, words.money(rate)),
            Bar(labels["band"], low, None, high, band),
            Bar(labels["yield"], hourly, hourly, hourly, words.money(hourly)),
        ],
        mark=None,
        scale=cents,
        unit=lambda amount: words("per.per_hour", amount=words.money(amount)),
    )


def _working(given: Mapping[str, Any], result: Result, words: Words) -> list[Step]:
    """Write every step from sales to the month's chance, in the order of the code."""
    terms = _terms(given)
    told = {
        **{name: words.money(given[name]) for name in ("normal_rate", "fee_per_sale", "base_pay")},
        "value": words.money(given["sale_value"]),
        "sales": plain(given["sales_per_hour"]),
        "share": words.percent(given["share_of_sale"]),
        "cancelled": words.percent(given["cancelled"]),
        "kept": estimate(terms.kept_sales, ".4f"),
        "earned": words.money(terms.earned_per_sale),
        "yield": words.money(result.hourly_yield),
        "against": _against_limits(given, result, words),
        "hours": plain(given["hours"]),
        "expected": estimate(terms.kept_sales * given["hours"], ".1f"),
        "client": words.money(abs(result.client_cost_against_hourly), dollars),
        "chance": words.chance(result.chance_below_normal_rate),
        "minimum": words.percent(given["minimum_premium"]),
        "full": words.percent(given["full_premium"]),
        "fee": _least(result.fee_at_minimum, words),
        "full_fee": _least(result.fee_at_full, words),
    }
    keys = ["kept", "earned", "yield", "premium"]
    if result.fee_at_minimum:
        keys.append("fee")
    if result.fee_at_full:
        keys.append("full_fee")
    keys += [_client_finding(result), "chance"]
    if given["base_pay"]:
        keys.append("at_risk")
        told |= _at_risk(given, words)
    cells = _cells(given, result)
    return [
        Step(
            words(f"commission_premium.working.{key}", **told),
            words(f"commission_premium.working.{key}_formula", **told),
            words(f"commission_premium.working.{key}_numbers", **told),
            cells[key],
        )
        for key in keys
    ]


def _cells(given: Mapping[str, Any], result: Result) -> dict[str, tuple[Cell, ...]]:
    """Return the working as a spreadsheet's cells, by the key of the step."""
    terms = _terms(given)
    client = Cell(
        "client_cost_a_month",
        "(hourly_yield - normal_rate) * hours",
        result.client_cost_against_hourly,
    )
    return {
        "kept": (
            Cell("kept_per_hour", "sales_per_hour * (1 - cancelled)", terms.kept_sales, "count"),
        ),
        "earned": (
            Cell(
                "earned_per_sale",
                "fee_per_sale + share_of_sale * sale_value",
                terms.earned_per_sale,
            ),
        ),
        "yield": (
            Cell("hourly_yield", "base_pay + kept_per_hour * earned_per_sale", terms.hourly_yield),
        ),
        "premium": (Cell("premium", "hourly_yield / normal_rate - 1", result.premium, "share"),),
        "fee": (_fee_cell("minimum", result.fee_at_minimum),),
        "full_fee": (_fee_cell("full", result.fee_at_full),),
        **dict.fromkeys(("client_more", "client_less", "client_same"), (client,)),
        "chance": (Cell("chance", "", result.chance_below_normal_rate, "share"),),
        "at_risk": tuple(_at_risk_cell(terms, given, premium) for premium in ("minimum", "full")),
    }


def _fee_cell(premium: str, fee: float | None) -> Cell:
    """Return the least fee before it is rounded up; 0 stands where its step is left out."""
    missing = f"normal_rate * (1 + {premium}_premium) - base_pay"
    formula = f"MAX(0, ({missing}) / kept_per_hour - share_of_sale * sale_value)"
    return Cell(f"fee_at_{premium}", formula, fee or 0.0)


def _at_risk_cell(terms: Terms, given: Mapping[str, Any], premium: str) -> Cell:
    formula = f"base_pay + MAX(0, normal_rate - base_pay) * (1 + {premium}_premium)"
    needed = required_yield_at_risk(terms, given[f"{premium}_premium"])
    return Cell(f"yield_at_risk_{premium}", formula, needed)
