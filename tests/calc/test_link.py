"""Links that carry numbers: written canonically, read without ever raising."""

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.calculators import load, names
from calc.form import Field, defaults, fields, out_of_order
from calc.link import decode, encode, holds
from calc.units import Choice, Rows

FORMS = {name: fields(load(name).calculate) for name in names()}
RATES = FORMS["regional_rates"]
VERSIONS = tomllib.loads(Path(__file__).with_name("versions.toml").read_text("utf-8"))


def _argument(field: Field) -> st.SearchStrategy[Any]:
    if isinstance(field.kind, Choice):
        return st.sampled_from(field.kind.options)
    unit = field.unit
    assert unit
    if unit.whole:
        return st.integers(int(unit.low), int(unit.high))
    millionths = st.integers(round(unit.low * 1e6), round(unit.high * 1e6))
    number = millionths.map(lambda number: field.argument(number / 1e6))
    if not isinstance(field.kind, Rows):
        return number
    # A row at the end that is empty is none.
    rows = st.tuples(st.lists(st.none() | number, max_size=5), number)
    return st.just(()) | rows.map(lambda drawn: (*drawn[0], drawn[1]))


def _given(name: str) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    form = FORMS[name]
    values = st.fixed_dictionaries({key: _argument(field) for key, field in form.items()})
    ordered = values.filter(lambda given: not out_of_order(form, given))
    return ordered.map(lambda given: (name, given))


@given(st.sampled_from(names()).flatmap(_given))
def test_a_link_brings_back_exactly_what_was_written(case: tuple[str, dict[str, Any]]) -> None:
    """Encoding and decoding gives the same arguments; encoding again gives the same link."""
    name, values = case
    form = FORMS[name]
    fragment = encode(name, 1, form, values)
    link = decode(fragment, 1, form)
    for key, value in values.items():
        if isinstance(value, tuple):
            assert form[key].text(link.values[key]) == form[key].text(value)
        else:
            assert link.values[key] == pytest.approx(value, abs=1e-8)
    assert (link.unused, link.others, link.older) == ([], 0, False)
    assert encode(name, 1, form, link.values) == fragment
    keys = [pair.partition("=")[0] for pair in fragment.partition("?")[2].split("&")]
    assert not fragment or (keys[0] == "v" and keys[1:] == sorted(keys[1:]))
    assert len(fragment) < 2_000


@given(st.text(max_size=300), st.sampled_from(names()))
def test_decoding_any_text_never_raises(text: str, name: str) -> None:
    """Whatever stands after the #, every field has a value inside its limits."""
    link = decode(text, 1, FORMS[name])
    assert link.values.keys() == FORMS[name].keys()


@pytest.mark.parametrize(
    ("query", "unused", "others"),
    [
        ("__proto__=1", [], 1),
        ("v=1&agents=<img onerror>", ["agents"], 0),
        ("v=1&agents=javascript:alert(1)", ["agents"], 0),
        ("v=1&agents=%00", ["agents"], 0),
        ("v=1&agents=\ud800", ["agents"], 0),
        ("v=1&agents=%E0%A4%A", ["agents"], 0),
        ("v=1&agents=12&agents=13", [], 1),
        ("v=1&normal_rate=28", [], 1),
        ("v=1&agents=0", ["agents"], 0),
        ("v=1&agents=1e3", ["agents"], 0),
        ("v=1&agents=1,600", ["agents"], 0),
        ("v=1&region=atlantis&service=x", ["region", "service"], 0),
        ("v=2", [], 1),
        ("v=x&agents=12", [], 1),
        ("v=1&v=1", [], 1),
        ("v=99999999999999", [], 1),
        ("v=²", [], 1),
        ("&&&", [], 0),
        ("a" * 100_000, [], 1),
    ],
)
def test_hostile_and_damaged_parts_are_ignored_and_counted(
    query: str, unused: list[str], others: int
) -> None:
    """Known fields are named, everything else is only counted, and defaults stand in."""
    link = decode(f"regional-rates?{query}", 1, RATES)
    assert (link.unused, link.others) == (unused, others)
    for key in unused:
        assert link.values[key] == RATES[key].default


def test_the_first_of_two_values_wins() -> None:
    """A duplicate never overrides."""
    assert decode("regional-rates?v=1&agents=12&agents=13", 1, RATES).values["agents"] == 12


def test_a_link_without_a_version_is_read_as_todays() -> None:
    """The version may be left out."""
    link = decode("regional-rates?agents=12", 3, RATES)
    assert (link.values["agents"], link.others, link.older) == (12, 0, False)


def test_an_older_version_is_read_and_said() -> None:
    """Values that a link sets still count when the defaults have moved on."""
    link = decode("regional-rates?v=1&agents=12", 2, RATES)
    assert (link.values["agents"], link.others, link.older) == (12, 0, True)


def test_values_that_contradict_each_other_are_both_dropped() -> None:
    """A minimum above the full premium leaves both at their defaults."""
    form = FORMS["commission_premium"]
    link = decode("commission-premium?v=1&minimum_premium=90", 1, form)
    assert link.unused == ["minimum_premium", "full_premium"]
    assert link.values == defaults(form)


@pytest.mark.parametrize("name", names())
def test_a_changed_form_raises_the_version_of_its_links(name: str) -> None:
    """Fields, units, limits and defaults are as they were when ``VERSION`` was last raised.

    If this fails because a default, limit, unit or key changed: raise ``VERSION`` in the
    calculator, and write the new number and hash into versions.toml.
    """
    described = [
        (field.name, field.default, "choice" if isinstance(field.kind, Choice) else field.kind)
        for field in FORMS[name].values()
    ]
    digest = hashlib.sha256(json.dumps(described).encode()).hexdigest()[:16]
    assert VERSIONS[name] == {"version": load(name).VERSION, "fields": digest}


@pytest.mark.parametrize(
    ("text", "rows", "unused"),
    [
        ("12,,13.5", (12, None, 13.5), []),
        (",12", (None, 12), []),
        ("12,", (12,), []),
        (",", (), []),
        ("", (), ["day"]),
        ("12,x", (), ["day"]),
        ("12,1e3", (), ["day"]),
        ("-1", (), ["day"]),
        (",".join(["1"] * 1_441), (), ["day"]),
    ],
)
def test_a_column_is_a_list_with_commas(
    text: str, rows: tuple[float, ...], unused: list[str]
) -> None:
    """All of it reads, or none of it is used."""
    link = decode(f"staffing?v=1&day={text}", 1, FORMS["staffing"])
    assert (link.values["day"], link.unused) == (rows, unused)


def test_a_column_too_long_for_a_link_is_left_out() -> None:
    """The other values stay; 2,000 characters are written, and not one more."""
    form = FORMS["staffing"]
    start = len("staffing?v=1&day=&leave=10")
    whole = "1" * 6 + ",123456" * ((2_000 - start - 6) // 7)
    for text, held in ((whole, True), (whole + ",1234567", False)):
        values = defaults(form) | {"leave": 0.1, "day": tuple(map(float, text.split(",")))}
        fragment = encode("staffing", 1, form, values)
        assert holds(fragment, "day") is held
        assert fragment.endswith("&leave=10")
        assert len(fragment) <= 2_000
