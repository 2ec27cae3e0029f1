"""Every word exists in every language, is used, and says what to do."""

import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from calc import text
from calc.answer import _sources, answer, figure_text, part, when, whole_answer
from calc.calculators import load, names
from calc.command import main
from calc.export import download
from calc.figures import figures
from calc.form import fields, message
from calc.text import Words, difference, words
from calc.units import Choice, Range
from scripts.calculators import answer_text
from scripts.forms import calculator
from scripts.tables import TABLES

ROOT = Path(__file__).parents[2]
LANGUAGES = sorted(path.stem for path in (ROOT / "calc/locale").glob("*.toml"))
BANNED_IN_MESSAGES = {
    "en": "please|sorry|valid|invalid|illegal|forbidden|oops|whoops|something went wrong"
    "|error occurred|required field",
    "ms": "sila|maaf|sah|tidak sah|dilarang|ralat tidak diketahui|ralat berlaku"
    "|medan ini diperlukan|aduhai",
}
BANNED_IN_MALAY = tomllib.loads(Path(__file__).with_name("banned.toml").read_text("utf-8"))["ms"]


def test_every_language_has_the_same_words_with_the_same_gaps() -> None:
    """No word is missing in a language, and each fills in the same values."""
    first, *others = (_every(language) for language in LANGUAGES)
    for other in others:
        assert other.keys() == first.keys()
        for key in first.keys():  # noqa: SIM118 - keys() is the class's own
            assert _gaps(other(key)) == _gaps(first(key)), key


def _every(language: str) -> Words:
    """Return the words of the pages and of the command line."""
    return words(language, folder="command")


def _gaps(said: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(said) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_scolds_or_shrugs(language: str) -> None:
    """A message says what to do; it neither apologizes nor calls anything invalid."""
    banned = re.compile(rf"\b({BANNED_IN_MESSAGES[language]})\b", re.IGNORECASE)
    said = _every(language)
    for key in said.keys():  # noqa: SIM118 - keys() is the class's own
        if key.startswith(("messages.", "runtime.", "link.", "form.", "command.", "batch.")):
            assert not banned.search(said(key)), key


def test_malay_words_are_malaysian() -> None:
    """No word of the banned list stands among the Malay words."""
    banned = re.compile(rf"\b({'|'.join(map(re.escape, BANNED_IN_MALAY))})\b", re.IGNORECASE)
    said = _every("ms")
    for key in said.keys():  # noqa: SIM118 - keys() is the class's own
        assert not banned.search(said(key)), key


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Collect the keys of every word that is asked for."""
    asked: set[str] = set()
    call, has = Words.__call__, Words.has

    def note_call(self: Words, key: str, **values: object) -> str:
        asked.add(key)
        return call(self, key, **values)

    def note_has(self: Words, key: str) -> bool:
        asked.add(key)
        return has(self, key)

    monkeypatch.setattr(Words, "__call__", note_call)
    monkeypatch.setattr(Words, "has", note_has)
    kept = (text.words, _sources)
    for cached in kept:
        cached.cache_clear()
    yield asked
    for cached in kept:
        cached.cache_clear()


def test_no_word_is_kept_that_nothing_says(
    used: set[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Every key is asked for by a form, an answer, a table or a message."""
    said = words("en")
    for make in TABLES.values():
        make(said, "/en/")
    for name in names():
        calculator(name, said, "https://example.org/repository")
        answer_text(name, said, "/en/")
        monkeypatch.setattr(load(name), "VERSION", 2)  # so that version 1 is an older link
        _ask_everything(name)
    _command_everything(tmp_path)
    for name in names():
        form = fields(load(name).calculate)
        for key in (key for key, field in form.items() if not isinstance(field.kind, Choice)):
            for fault in ("empty", "one_number", "decimal_comma", "not_whole", "between"):
                message(form, key, fault, said)
            for fault in ("not_a_number", "wrong_unit", "too_low", "too_high"):
                message(form, key, fault, said)
        for key in form:
            message(form, key, "empty", said)
    for row in figures().values():
        figure_text(row, said)
        when(row, said)
    difference(Range(None, None, None), said)  # two open rates: the data hold only one today
    left = _every("en").keys() - used
    waiting = {"kinds.recommends"}  # a kind of calculators to come
    assert left == waiting


def _ask_everything(name: str) -> None:
    form = fields(load(name).calculate)
    choices = {key: f.kind.options for key, f in form.items() if isinstance(f.kind, Choice)}
    for key, options in choices.items():
        for option in options:
            for service in choices.get("service", ("",)):
                _ask(name, {key: option, "service": service} if service else {key: option})
    for texts in (
        {"agents": "1", "quote": "3"},
        {"agents": "5000", "quote": "7"},
        {"quote": "100"},
        {"region": "western_europe", "compare_with": "western_europe"},
        {"region": "western_europe", "compare_with": "india"},
        {"region": "india", "compare_with": "western_europe"},
        {"region": "australia", "compare_with": "eastern_europe"},
        {"sales_per_hour": "0"},
        {"base_pay": "14", "fee_per_sale": "8"},
        {"base_pay": "28", "fee_per_sale": "0"},
        {"base_pay": "31", "fee_per_sale": "0", "sales_per_hour": "0"},
        {"base_pay": "32"},
        {"base_pay": "40"},
        {"share_of_sale": "50", "sale_value": "100"},
        {"share_of_sale": "50", "sale_value": "100", "fee_per_sale": "0"},
        {"share_of_sale": "15.5", "sale_value": "100"},
        {"sale_value": "10", "fee_per_sale": "20"},
        {"fee_per_sale": "10"},
        {"fee_per_sale": "15.395"},
        {"fee_per_sale": "16.806"},
        {"share_of_sale": "10"},
        {"cancelled": "0.3"},
        {"contacts": "0"},
        {"contacts": "1", "minimum_bill": "250"},
        {"bill_rate_high": "60"},
        {"bill_rate_high": "60", "base_fee": "6000"},
        {"base_fee": "100000"},
        {"bill_rate_high": "8", "per_minute_high": "0.35", "seat_price_high": "1387"},
        {"per_minute_low": "0", "per_minute_high": "0"},
        {"minimum_premium": "40"},
        {"bill_rate_low": "28", "bill_rate_high": "30"},
        {"bill_rate_low": "40", "bill_rate_high": "45", "equipment": "1"},
        {"bill_rate_low": "35", "bill_rate_high": "55", "rent": "30000"},
        {"contacts_per_day": "0"},
        {"contacts_per_day": "0", "managers": "0"},
        {"contacts_per_day": "50"},
        {"parallel_weeks": "0", "managers": "0", "weeks_lost": "1"},
        {"parallel_weeks": "52", "kept_agents": "1", "exit_reserve": "1"},
        {"vendor_resolution": "50", "specialists_per_hundred": "5"},
        {"conversion": "0"},
        {"conversion": "10"},
        {"base_pay": "10"},
        {"base_pay": "7", "conversion": "15"},
        {"normal_rate_low": "28", "normal_rate_high": "28"},
        {"fee_per_sale": "0"},
        {"contacts_per_interval": "0"},
        {"contacts_per_interval": "1", "service_level": "1", "max_occupancy": "100"},
        {"contacts_per_interval": "1000000", "handle_time": "86400"},
        {"contacts_per_interval": "2000", "channel": "chats", "patience": "300"},
        {"service_level": "1", "max_occupancy": "100"},
        {"leave": "50", "in_shift": "50", "shrinkage_base": "paid"},
        {"in_shift": "10", "shrinkage_base": "paid"},
        {"handle_time": "1", "contacts_per_interval": "1800"},
        {"first_resolution": "0"},
        {"first_resolution": "0", "second_resolution": "0"},
        {"first_resolution": "80", "second_rate_low": "11", "second_rate_high": "13"},
        {"first_resolution": "70", "second_rate_low": "11", "second_rate_high": "13"},
        {"first_rate_high": "11", "second_rate_high": "12", "calling_back": "50"},
        {"second_rate_low": "28", "second_rate_high": "30"},
        {"second_rate_low": "11", "second_rate_high": "13", "second_resolution": "70"},
        {"problems": "0"},
        {"problems": "0", "population": "10"},
        {"abandonment_weight": "10", "abandonment_reached": "8"},
        {"credit_cap": "0"},
        {"credit_cap": "100", "level_weight": "30", "earned_back": "10"},
        {"level_reached": "80", "resolution_reached": "80"},
        {"day": "x\n" * 9 + "12\n\n1", "patience": "300"},
        {"day": "12\n13", "channel": "mails", "due_within": "0.25"},
        {"day": "12\n13", "channel": "mails"},
        {"day": "1000000\n1", "handle_time": "86400", "interval_minutes": "1"},
        {"day": "12\n13", "leave": "50", "in_shift": "50", "shrinkage_base": "paid"},
        {"day": "\n".join(["1234.123456"] * 1_500), "interval_minutes": "30"},
        {"contacts_per_interval": "1", "channel": "mails"},
        {"contacts_per_interval": "2000", "channel": "mails"},
    ):
        given = {key: text for key, text in texts.items() if key in form}
        whole_answer({"calculator": name, "lang": "en", "fields": given})
    answer({"calculator": name, "lang": "en", "fields": {}, "rate": "many"})
    whole_answer({"calculator": name, "lang": "en", "fields": {}, "rate": "4.2"})
    kept = [{"name": "A", "fragment": "?v=1&agents=12&sales_per_hour=3&day=1,2"}]
    part({"calculator": name, "lang": "en", "fields": {}, "part": "scenarios", "scenarios": kept})
    for kind in ("csv", "xlsx"):
        asked = {"calculator": name, "lang": "en", "fields": {}, "kind": kind}
        assert download(asked | {"link": "", "day": "2026-11-25"})
    for query in ("agents=12", "x=1", "x=1&y=2", "v=1"):
        answer({"calculator": name, "lang": "en", "fragment": f"{name}?{query}"})


def _ask(name: str, texts: dict[str, str]) -> None:
    answer({"calculator": name, "lang": "en", "fields": texts})


def _command_everything(folder: Path) -> None:
    name = "regional_rates"
    for line in (
        "",
        f"{name} --help",
        "nothing",
        f"{name} --x 1",
        f"{name} 12",
        f"{name} --agents",
    ):
        main(line.split())
    for line in (
        "--lang xx",
        "--agents many",
        "--region x",
        "--batch missing.csv",
        "--batch x --json",
    ):
        main([name, *line.split()])
    main(["staffing", "--help"])
    for number, written in enumerate(
        (
            b"",
            b"agents,agents\n",
            b"agents,x\n12\n",
            b"agents\nmany\n",
            b"\xff",
            b'agents\n"' + b"1" * 200_000,
        )
    ):
        file = folder / f"{number}.csv"
        file.write_bytes(written)
        main([name, "--batch", str(file)])
