"""Erlang B, C and A: published tables, an exact sum as judge, the theory's properties."""

from collections.abc import Callable
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import partial
from math import exp, fsum, nan
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calc.erlang import (
    Overloaded,
    Queue,
    ServiceLevels,
    Target,
    across_intervals,
    erlang_a,
    erlang_b,
    erlang_c,
    fractional_agents,
    keeps,
    queue,
    required_agents,
    required_lines,
    service_levels,
    wait_percentile,
)
from calc.erlang import _jagerman as jagerman
from calc.headcount import headcount
from scripts.bench_maths import inverse_b
from tests.vectors import rows

traffic = st.floats(0.01, 300)
agents = st.integers(1, 350)
times = st.floats(1, 3600)


def load(inputs: dict[str, Any]) -> dict[str, float]:
    """Return traffic and handle time from whichever way a row states them."""
    handle_time = inputs.get("aht_s", 180)
    if "erlangs" in inputs:
        return {"traffic": inputs["erlangs"], "handle_time": handle_time}
    each = inputs.get("arrival_per_s") or inputs["calls"] / inputs["interval_s"]
    return {"traffic": each * handle_time, "handle_time": handle_time}


def check(row: dict[str, Any], found: dict[str, Any]) -> None:
    """Compare what was found with what a row says, each output with its tolerance."""
    allowed = row["tolerance"]
    for name, value in row["outputs"].items():
        absolute = allowed.get(f"{name}_abs", allowed.get("abs", 0))
        relative = allowed.get("rel", 0)
        expected = value and pytest.approx(value, rel=relative, abs=absolute)
        assert found[name] == expected, name


def long_inverse_b(load: float, agents: int) -> Decimal:
    """Return 1 / B by the recurrence over every agent, with 50 digits."""
    with localcontext(prec=50):
        inverse, exact = Decimal(1), Decimal(load)
        for number in range(1, agents + 1):
            inverse = 1 + number / exact * inverse
        return inverse


def states(
    traffic: float, agents: int, handle_time: float, patience: float
) -> tuple[Fraction, Fraction]:
    """Return P(wait) and the mean queue of Erlang A by adding up the states exactly."""
    lam, mu, theta = Fraction(traffic), Fraction(1), Fraction(handle_time) / Fraction(patience)
    term = busy = Fraction(1)
    for number in range(agents, 0, -1):
        term *= number * mu / lam
        busy += term
    term, waiting, length, place = Fraction(1), Fraction(1), Fraction(0), 0
    while term > waiting / 10**25 or place * theta < lam:
        place += 1
        term *= lam / (agents * mu + place * theta)
        term = Fraction(int(term * 10**60), 10**60)  # 60 digits are enough, and stay short
        waiting += term
        length += place * term
    everything = busy - 1 + waiting
    return waiting / everything, length / everything


@pytest.mark.parametrize("row", rows("erlang_b"))
def test_blocking_as_published(row: dict[str, Any]) -> None:
    """Tables of QueueSim, runs of pyworkforce, identities, and what others print wrongly."""
    inputs = row["inputs"]
    check(row, {"blocking": erlang_b(traffic=inputs["erlangs"], agents=inputs["servers"])})


@pytest.mark.parametrize("row", rows("erlang_b_traffic"))
def test_the_load_of_the_printed_tables_is_blocked_as_they_say(row: dict[str, Any]) -> None:
    """The blocking asked for lies between that of the smallest and the largest load printed."""
    printed, allowed = row["outputs"]["offered_erlangs"], row["tolerance"]["abs"]
    few, many = (
        erlang_b(traffic=printed + side * allowed, agents=row["inputs"]["servers"])
        for side in (-1, 1)
    )
    assert few <= row["inputs"]["blocking"] <= many


@pytest.mark.parametrize("row", rows("erlang_b_required"))
def test_required_lines_as_published(row: dict[str, Any]) -> None:
    """The test of pyworkforce; no number of lines loses nobody."""
    asked = {"traffic": row["inputs"]["erlangs"], "max_blocking": row["inputs"]["max_blocking"]}
    if "refused" in row["outputs"]:
        with pytest.raises(ValueError, match="between 0 and 1"):
            required_lines(**asked)
        return
    assert required_lines(**asked) == row["outputs"]["servers"]


@pytest.mark.parametrize("row", rows("erlang_c", "erlang_c_queue"))
def test_waiting_as_published(row: dict[str, Any]) -> None:
    """CRAN ErlangC, pyworkforce, QueueSim, identities; overload is no number."""
    inputs = row["inputs"]
    given = load(inputs) | {"agents": inputs["agents"]}
    met = queue(**given)
    levels = service_levels(**given, answer_within=inputs.get("target_s", 20))
    found = {
        "erlangs": given["traffic"],
        "p_wait": erlang_c(traffic=given["traffic"], agents=given["agents"]),
        "service_level": levels.offered,
        "overloaded": isinstance(met, Overloaded),
        "wait_p90_s": wait_percentile(share=0.9, **given),
    }
    if isinstance(met, Overloaded):
        found |= {"asa_s": None, "minimum_agents": met.least_agents}
    else:
        found |= {
            "p_immediate": 1 - met.p_wait,
            "asa_s": met.wait_all,
            "wait_if_queued_s": met.wait_all / met.p_wait,
            "queue_length": met.queue_length,
            "occupancy": met.occupancy,
        }
    check(row, found)


@pytest.mark.parametrize("row", rows("erlang_c_service_level_given_pw"))
def test_the_service_level_from_a_published_chance_of_waiting(row: dict[str, Any]) -> None:
    """Of those who wait, the share that waits too long does not hang on how many wait."""
    inputs = row["inputs"]
    given = load(inputs) | {"agents": inputs["agents"]}
    level = service_levels(**given, answer_within=inputs["target_s"]).offered
    late = (1 - level) / erlang_c(traffic=given["traffic"], agents=given["agents"])
    check(row, {"service_level": 1 - inputs["p_wait"] * late})


@pytest.mark.parametrize("row", rows("erlang_a"))
def test_impatient_waiting_as_published(row: dict[str, Any]) -> None:
    """The tests and runs of pyworkforce, identities, and integrals with 30 digits."""
    inputs = row["inputs"]
    given = load(inputs) | {"agents": inputs["agents"], "patience": inputs["patience_s"]}
    met = erlang_a(**given)
    levels = service_levels(**given, answer_within=inputs.get("target_s", 20))
    found = {
        "p_wait": met.p_wait,
        "p_abandon": met.abandonment,
        "wait_all_s": met.wait_all,
        "wait_served_s": met.wait_answered,
        "wait_abandoned_s": wait_of_those_who_leave(met),
        "queue_length": met.queue_length,
        "occupancy": met.occupancy,
        "service_level_offered": levels.offered,
        "service_level_answered": levels.answered,
        "service_level_virtual": levels.virtual,
        "service_level_excluding_short_abandons": levels.excluding_short,
        "p_abandon_within_target": levels.positive - levels.offered,
    }
    check(row, found)


def wait_of_those_who_leave(met: Queue) -> float:
    """Return the mean wait of callers who hang up: what is left of the wait of all."""
    answered = met.wait_answered * (1 - met.abandonment)
    return (met.wait_all - answered) / met.abandonment


@pytest.mark.parametrize("row", rows("erlang_c_required", "erlang_a_required"))
def test_required_agents_as_published(row: dict[str, Any]) -> None:
    """CRAN ErlangC and pyworkforce, and the cases where others staff one too many."""
    inputs = row["inputs"]
    target = Target(
        inputs["service_level"],
        inputs["target_s"],
        inputs.get("max_occupancy", 1),
        inputs.get("max_asa_s"),
        inputs.get("max_abandonment"),
    )
    given = load(inputs) | {"patience": inputs.get("patience_s")}
    if "refused" in row["outputs"]:
        with pytest.raises(ValueError, match="between 0 and 1"):
            required_agents(**given, target=target)
        return
    found = required_agents(**given, target=target)
    assert found == row["outputs"]["agents"]
    rostered = headcount(agents=found, shrinkage=inputs.get("shrinkage", 0))
    assert rostered == row["outputs"]["agents_with_shrinkage"]


@pytest.mark.parametrize("row", rows("erlang_c_fractional_required"))
def test_fractional_agents_as_derived(row: dict[str, Any]) -> None:
    """Jagerman's integral with 25 digits gives the same fraction of an agent."""
    inputs = row["inputs"]
    target = Target(inputs["service_level"], inputs["target_s"])
    found = fractional_agents(**load(inputs), target=target)
    rostered = found / (1 - inputs["shrinkage"])
    check(row, {"agents": found, "agents_with_shrinkage": rostered})


@pytest.mark.parametrize("row", rows("service_level_across_intervals"))
def test_intervals_weigh_by_their_contacts(row: dict[str, Any]) -> None:
    """The plain mean of the shares is wrong, and no contacts have no service level."""
    found = across_intervals(row["inputs"]["offered"], row["inputs"]["service_level"])
    check(row, {"service_level": found})


@given(st.floats(0.01, 600), st.integers(0, 700))
def test_the_exact_sum_agrees_to_twelve_digits(traffic: float, agents: int) -> None:
    """Fractions, which know no rounding, are the judge of B and C."""
    inverse = inverse_b(Fraction(traffic), agents)
    assert erlang_b(traffic=traffic, agents=agents) == pytest.approx(float(1 / inverse), rel=1e-12)
    if agents > traffic:
        free = (agents - Fraction(traffic)) * inverse
        exact = float(agents / (free + Fraction(traffic)))
        assert erlang_c(traffic=traffic, agents=agents) == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize(
    ("traffic", "agents"), [(100_000.0, 100_000), (99_000.5, 100_000), (99_683.7, 99_000)]
)
def test_the_largest_sizes_keep_twelve_digits(traffic: float, agents: int) -> None:
    """The recurrence over all hundred thousand agents, with 50 digits, agrees."""
    exact = float(1 / long_inverse_b(traffic, agents))
    assert erlang_b(traffic=traffic, agents=agents) == pytest.approx(exact, rel=1e-12)


@given(st.floats(0.01, 3_000), st.floats(0, 1.2))
def test_the_integral_and_the_recurrence_agree(traffic: float, share: float) -> None:
    """Between whole numbers of agents too, one replaces the other where it is quicker."""
    blocked = erlang_b(traffic=traffic, agents=traffic * share)
    assert 1 / jagerman(traffic, traffic * share) == pytest.approx(blocked, rel=1e-12)


@pytest.mark.parametrize(("traffic", "patience"), [(79_905.1, 1), (80, 3_600), (30_000, 86_400)])
def test_an_agent_whom_thousands_call_is_always_busy(traffic: float, patience: float) -> None:
    """Deep in overload everybody else hangs up: n of A are served, to twelve digits."""
    met = erlang_a(traffic=traffic, agents=1, handle_time=30, patience=patience)
    assert met.occupancy == pytest.approx(1, rel=1e-12)
    assert met.abandonment == pytest.approx(1 - 1 / traffic, rel=1e-12)


@pytest.mark.parametrize("traffic", [1e-9, 0.5, 10, 1e5])
def test_a_loss_too_small_for_a_float_is_none(traffic: float) -> None:
    """Far more agents than traffic neither overflow nor block."""
    assert erlang_b(traffic=traffic, agents=200_000) == 0
    assert erlang_c(traffic=traffic, agents=200_000) == 0
    assert queue(traffic=traffic, agents=200_000, handle_time=9, patience=9) == Queue(
        0, 0, 0, 0, 0, traffic / 200_000
    )


@given(st.floats(0.05, 30), st.floats(0, 8))
def test_fractional_agents_block_as_the_integral_says(traffic: float, agents: float) -> None:
    """Jagerman's integral of e^-u (1 + u/A)^x, added up in small steps, is 1 / B."""
    step = 0.01
    heights = [exp(-k * step) * (1 + k * step / traffic) ** agents for k in range(9_001)]
    simpson = step / 3 * (fsum(heights) + fsum(heights[1:-1]) + 2 * fsum(heights[1:-1:2]))
    assert erlang_b(traffic=traffic, agents=agents) == pytest.approx(1 / simpson, rel=1e-6)


@given(traffic, agents, st.floats(0.01, 100))
@example(0.01, 87, 1.0)  # 1 / B is nearly the largest float
def test_blocking_falls_with_agents_and_rises_with_traffic(
    traffic: float, agents: int, more: float
) -> None:
    """B <= C <= 1, and what is carried never exceeds the lines."""
    blocked = erlang_b(traffic=traffic, agents=agents)
    assert 0 <= blocked <= erlang_c(traffic=traffic, agents=agents) <= 1
    assert erlang_b(traffic=traffic, agents=agents + 1) <= blocked
    assert erlang_b(traffic=traffic + more, agents=agents) >= blocked
    assert traffic * (1 - blocked) <= agents * (1 + 1e-12)


@given(traffic, agents, times, times, st.none() | times)
@example(289.671875, 87, 33.671875, 18.0, 1.65625)  # everybody is reached, to the last bit
def test_more_agents_and_more_time_answer_more(
    traffic: float, agents: int, handle_time: float, within: float, patience: float | None
) -> None:
    """The service level rises in both, falls in traffic, and stays a share by every definition."""
    given: dict[str, Any] = {
        "traffic": traffic,
        "handle_time": handle_time,
        "patience": patience,
    }
    levels = service_levels(**given, agents=agents, answer_within=within)
    longer = service_levels(**given, agents=agents, answer_within=within * 1.5)
    more = service_levels(**given, agents=agents + 1, answer_within=within)
    busier = service_levels(
        **given | {"traffic": traffic * 1.1}, agents=agents, answer_within=within
    )
    assert all(0 <= share <= 1 for share in levels)
    assert min(levels) >= levels.offered - 1e-12
    assert longer.offered >= levels.offered - 1e-12
    assert more.offered >= levels.offered - 1e-12
    assert busier.offered <= levels.offered + 1e-12


@given(traffic, agents, st.tuples(times, times, st.none() | times), st.floats(0.01, 100))
def test_scaling_every_time_changes_no_share(
    traffic: float, agents: int, seconds: tuple[float, float, float | None], unit: float
) -> None:
    """Minutes and seconds tell the same; a wait comes in the unit of the times."""
    within, handle_time, patience = seconds
    one: dict[str, Any] = {"handle_time": handle_time, "patience": patience}
    other = {name: time and time * unit for name, time in one.items()}
    ask = partial(service_levels, traffic=traffic, agents=agents)
    level = ask(**one, answer_within=within)
    assert level == pytest.approx(ask(**other, answer_within=within * unit), rel=1e-8, abs=1e-12)
    met, scaled = (queue(traffic=traffic, agents=agents, **each) for each in (one, other))
    if isinstance(met, Queue):
        waits = {"wait_all": met.wait_all * unit, "wait_answered": met.wait_answered * unit}
        met = met._replace(**waits)
    assert met == pytest.approx(scaled, rel=1e-8, abs=1e-12)


@given(traffic, agents, times, st.none() | times)
def test_more_agents_wait_less(
    traffic: float, more: int, handle_time: float, patience: float | None
) -> None:
    """The mean wait and the share that waits fall with agents, with patience and without."""
    given: dict[str, Any] = {"traffic": traffic, "handle_time": handle_time, "patience": patience}
    met, better = (queue(**given, agents=traffic + beyond) for beyond in (more, more + 1))
    assert isinstance(met, Queue)
    assert isinstance(better, Queue)
    assert better.wait_all <= met.wait_all * (1 + 1e-9)
    assert better.p_wait <= met.p_wait * (1 + 1e-9)


@given(traffic, agents, st.none() | times, st.floats(0.01, 0.99), st.floats(0, 0.99))
def test_a_percentile_of_the_wait_rises_with_its_share(
    traffic: float, more: int, patience: float | None, share: float, part: float
) -> None:
    """What fewer callers do not exceed is no longer, with patience and without."""
    given: dict[str, Any] = {"traffic": traffic, "handle_time": 180, "patience": patience}
    short, long = (
        wait_percentile(**given, agents=traffic + more, share=each)
        for each in (share * part, share)
    )
    assert short is not None
    assert long is not None
    assert short <= long + 1e-6


@given(traffic, agents, times, times, st.floats(0.01, 100))
def test_callers_who_hang_up_keep_the_balance(
    traffic: float, agents: int, handle_time: float, patience: float, more: float
) -> None:
    """Who is not lost is served, E[W] is P(abandon) times patience, and more agents lose fewer."""
    given = {"agents": agents, "handle_time": handle_time, "patience": patience}
    met = erlang_a(traffic=traffic, **given)
    assert agents * met.occupancy == pytest.approx(traffic * (1 - met.abandonment), rel=1e-9)
    assert met.wait_all == pytest.approx(met.abandonment * patience)
    assert met.queue_length == pytest.approx(met.wait_all * traffic / handle_time)
    assert met.abandonment <= met.p_wait <= 1
    assert met.wait_answered <= patience * 50
    assert erlang_a(traffic=traffic + more, **given).abandonment >= met.abandonment - 1e-12
    fewer_lost = erlang_a(traffic=traffic, **given | {"agents": agents + 1})
    assert fewer_lost.abandonment <= met.abandonment + 1e-12


@pytest.mark.parametrize("traffic", [0.3, 5.0, 40.0])
@pytest.mark.parametrize("agents", [1, 4, 45])
@pytest.mark.parametrize("patience", [3, 60, 180, 3_600])
def test_adding_up_the_states_agrees(traffic: float, agents: int, patience: float) -> None:
    """The states of the queue, added up exactly, wait and queue as the integral says."""
    wait, length = states(traffic, agents, 180, patience)
    met = erlang_a(traffic=traffic, agents=agents, handle_time=180, patience=patience)
    assert met.p_wait == pytest.approx(float(wait), rel=1e-11)
    assert met.queue_length == pytest.approx(float(length), rel=1e-11)


@given(st.floats(0.5, 60), st.integers(1, 80))
def test_patience_leads_from_blocking_to_waiting(traffic: float, agents: int) -> None:
    """No patience is Erlang B; endless patience is Erlang C where it has a steady state."""
    given: dict[str, Any] = {"traffic": traffic, "agents": agents, "handle_time": 180}
    blocked = erlang_b(traffic=traffic, agents=agents)
    hasty = erlang_a(**given, patience=1e-7)
    assert hasty.abandonment == pytest.approx(blocked, rel=1e-6)
    assert hasty.p_wait == pytest.approx(blocked, rel=1e-6)
    if agents > traffic * 1.1:
        endless, none = (queue(**given, patience=patience) for patience in (1e10, None))
        assert endless == pytest.approx(none, rel=1e-4, abs=1e-6)
        levels, exact = (
            service_levels(**given, patience=patience, answer_within=20)
            for patience in (1e10, None)
        )
        assert levels == pytest.approx(exact, rel=1e-4)


@given(traffic, agents, times, times, st.floats(1, 100))
def test_more_patience_waits_more_and_hangs_up_less(
    traffic: float, agents: int, handle_time: float, patience: float, times_as_long: float
) -> None:
    """On the way from Erlang B to Erlang C every share moves one way."""
    given: dict[str, Any] = {"traffic": traffic, "agents": agents, "handle_time": handle_time}
    met = erlang_a(**given, patience=patience)
    patient = erlang_a(**given, patience=patience * times_as_long)
    blocked = erlang_b(traffic=traffic, agents=agents)
    waiting = erlang_c(traffic=traffic, agents=agents)
    assert blocked - 1e-12 <= met.p_wait <= patient.p_wait + 1e-12 <= waiting + 2e-12
    assert blocked + 1e-12 >= met.abandonment >= patient.abandonment - 1e-12
    assert met.wait_all <= patient.wait_all * (1 + 1e-9)


@pytest.mark.parametrize("traffic", [0.01, 90_000.0, 100_000.0, 150_000.0])
@pytest.mark.parametrize("patience", [1, 300, 86_400])
@pytest.mark.parametrize("agents", [1, 99_000, 100_000, 120_000])
@pytest.mark.parametrize("handle_time", [1, 86_400])
def test_no_size_overflows(
    traffic: float, patience: float, agents: int, handle_time: float
) -> None:
    """A second or a day, one agent or a city of them: every share stays one."""
    given = {
        "traffic": traffic,
        "agents": agents,
        "handle_time": handle_time,
        "patience": patience,
    }
    met = erlang_a(**given)
    assert all(0 <= share <= 1 for share in (met.p_wait, met.abandonment, met.occupancy))
    assert agents * met.occupancy == pytest.approx(traffic * (1 - met.abandonment), rel=1e-7)
    assert all(0 <= share <= 1 for share in service_levels(**given, answer_within=20))


@given(st.floats(0.01, 150), times, st.floats(0.01, 0.99), times, st.none() | times)
def test_one_agent_fewer_misses_the_target(
    traffic: float, handle_time: float, level: float, within: float, patience: float | None
) -> None:
    """The required number keeps the target, the number below it does not."""
    given: dict[str, Any] = {
        "traffic": traffic,
        "handle_time": handle_time,
        "patience": patience,
    }
    found = required_agents(**given, target=Target(level, within))

    def reached(agents: int) -> float:
        return service_levels(**given, agents=agents, answer_within=within).offered

    assert reached(found) >= level - 1e-9
    assert found == 1 or reached(found - 1) < level
    fraction = fractional_agents(**given, target=Target(level, within))
    assert found - 1 <= fraction <= found


@given(st.floats(0.01, 3_000) | st.floats(90_000, 100_000), st.floats(1e-9, 0.999))
def test_one_line_fewer_loses_too_many(traffic: float, share: float) -> None:
    """The required lines lose at most the share, and one fewer loses more."""
    lines = required_lines(traffic=traffic, max_blocking=share)
    assert erlang_b(traffic=traffic, agents=lines) <= share * (1 + 1e-9)
    assert erlang_b(traffic=traffic, agents=lines - 1) > share


@given(st.integers(1, 60), st.floats(0.1, 80))
def test_lines_that_lose_exactly_the_share_are_enough(lines: int, traffic: float) -> None:
    """A share that so many lines lose takes no more of them, whatever the last bit says."""
    share = erlang_b(traffic=traffic, agents=lines)
    for nearly in (share, share * (1 - 1e-15)):
        assert required_lines(traffic=traffic, max_blocking=nearly) == lines


@pytest.mark.parametrize("share", [1e-300, 0.0001, 0.01, 0.5, 0.999])
def test_lines_for_the_largest_traffic_take_few_looks(
    share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 100,000 erlangs a search works Erlang B out at most thirty times."""
    looks: list[float] = []

    def look(*, traffic: float, agents: float) -> float:
        looks.append(agents)
        return erlang_b(traffic=traffic, agents=agents)

    monkeypatch.setattr("calc.erlang.erlang_b", look)
    assert required_lines(traffic=100_000, max_blocking=share) in looks
    assert len(looks) <= 30


@pytest.mark.parametrize("share", [-0.01, 0, 1, 2, nan])
def test_a_share_of_lost_calls_lies_between_none_and_all(share: float) -> None:
    """No number of lines loses no call, and none is needed to lose them all."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        required_lines(traffic=10, max_blocking=share)


def test_a_target_may_also_bound_wait_abandonment_and_occupancy() -> None:
    """Each limit asks for more agents than the service level alone, and is kept."""
    easy = Target(0.5, 60)
    needed = partial(required_agents, traffic=10, handle_time=180)
    assert needed(target=easy) == 11
    assert needed(target=easy._replace(max_wait=1)) == 17
    assert needed(target=easy._replace(max_occupancy=0.5)) == 20
    assert needed(target=easy, patience=300) == 9
    few_lost = easy._replace(max_abandonment=0.001)
    assert needed(target=few_lost, patience=300) == 18
    virtual = easy._replace(definition="virtual")
    assert needed(target=virtual, patience=300) <= 9


@pytest.mark.parametrize("percent", range(1, 100))
def test_the_agents_of_an_occupancy_are_the_exact_ceiling(percent: int) -> None:
    """21 erlangs at 70 % take 30 agents, not 31; integers agree for every whole percent."""
    easy = Target(0.01, 1e6, max_occupancy=percent / 100)
    for traffic in range(1, 100):
        needed = required_agents(traffic=traffic, handle_time=1, target=easy)
        assert needed == -(-traffic * 100 // percent)


def test_nobody_calling_waits_for_nobody() -> None:
    """No traffic needs no agent and no line, waits no time and keeps every promise."""
    nothing = {"traffic": 0, "agents": 0, "handle_time": 180}
    assert queue(**nothing) == Queue(0, 0, 0, 0, 0, 0)
    assert service_levels(**nothing, answer_within=20) == ServiceLevels(1, 1, 1, 1, 1)
    assert wait_percentile(share=0.9, **nothing) == 0
    assert erlang_c(traffic=0, agents=0) == 0
    assert required_agents(traffic=0, handle_time=180, target=Target(0.8, 20)) == 0
    assert fractional_agents(traffic=0, handle_time=180, target=Target(0.8, 20)) == 0
    assert required_lines(traffic=0, max_blocking=0.01) == 0


@given(traffic, agents, st.floats(0.01, 0.999), times)
def test_a_percentile_of_the_wait_is_met_by_its_share(
    traffic: float, agents: int, share: float, patience: float
) -> None:
    """The share is answered within the percentile, and a percentile above 0 not sooner."""
    given = {"traffic": traffic, "agents": agents, "handle_time": 180, "patience": patience}
    within = wait_percentile(share=share, **given)
    assert within is not None
    reached = service_levels(**given, answer_within=within).virtual
    assert reached == pytest.approx(share, abs=1e-6) if within else reached >= share


def test_an_overloaded_queue_has_no_percentile() -> None:
    """What keeps growing has no longest wait; what copes waits longer for a larger share."""
    given = {"traffic": 10, "handle_time": 180}
    assert wait_percentile(share=0.9, agents=10, **given) is None
    assert wait_percentile(share=0.9, agents=12, **given) == pytest.approx(135.2, abs=0.05)


def test_what_others_print_wrongly() -> None:
    """A simulator's service level by its strictest definition, and a table a line short."""
    given = {"traffic": 48, "agents": 50, "handle_time": 60, "patience": 120}
    levels = service_levels(**given, answer_within=20)
    assert (round(levels.offered, 3), round(levels.virtual, 3)) == (0.943, 0.968)
    assert erlang_b(traffic=10, agents=18) <= 0.01 < erlang_b(traffic=10, agents=17)


@pytest.mark.parametrize(("agents", "patience"), [(0, 300), (14, 0)])
def test_no_agents_and_no_patience_are_refused(agents: int, patience: float) -> None:
    """Neither has a queue of callers who hang up, whatever is asked of it."""
    given: dict[str, Any] = {"traffic": 10, "agents": agents, "handle_time": 180}
    target = Target(0.8, 20)
    for ask in (
        erlang_a,
        queue,
        partial(service_levels, answer_within=20),
        partial(wait_percentile, share=0.9),
        partial(keeps, target=target),
    ):
        with pytest.raises(ValueError, match="needs agents"):
            ask(**given, patience=patience)


@pytest.mark.parametrize("find", [required_agents, fractional_agents])
def test_no_number_of_agents_keeps_callers_without_patience(find: Callable[..., float]) -> None:
    """They are refused here too, before any search."""
    with pytest.raises(ValueError, match="needs agents"):
        find(traffic=10, handle_time=180, target=Target(0.8, 20), patience=0)


@pytest.mark.parametrize("share", [1, -0.1])
def test_no_wait_is_longer_than_all(share: float) -> None:
    """The longest wait of all callers has no end."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        wait_percentile(share=share, traffic=10, agents=14, handle_time=180)
