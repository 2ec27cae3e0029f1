"""The command line answers as the pages do, and says in a sentence what it cannot read."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from calc import command
from calc.answer import default_answer
from calc.calculators import load, names
from calc.command import main
from calc.form import fields
from calc.records import as_data
from calc.terminal import WIDTH, to_text
from calc.text import words
from scripts.site import ROOT

type Captured = pytest.CaptureFixture[str]

RATES = "regional_rates"
PROGRAM = [sys.executable, "-m", "calc"]


def ask(capsys: Captured, *arguments: str) -> tuple[int, str, str]:
    """Run the command line and return its status and what it wrote."""
    status = main(arguments)
    printed = capsys.readouterr()
    return status, printed.out, printed.err


# ------------------------------------------------------------------ lists


@pytest.mark.parametrize("language", ["ms", "en"])
def test_without_a_name_the_calculators_are_listed(capsys: Captured, language: str) -> None:
    """Each has its name and its title, in the language asked for."""
    status, out, err = ask(capsys, "--lang", language)
    assert (status, err) == (0, "")
    for name in names():
        assert any(
            line.split() == [name, *words(language)(f"{name}.title").split()]
            for line in out.splitlines()
        )


@pytest.mark.parametrize("flag", ["--help", "-h"])
@pytest.mark.parametrize("name", names())
def test_help_lists_every_option(capsys: Captured, name: str, flag: str) -> None:
    """Each parameter is an option with its label and what it may be."""
    status, out, _ = ask(capsys, name, flag)
    assert status == 0
    for key in fields(load(name).calculate):
        line = next(line for line in out.splitlines() if line.split()[:1] == [f"--{key}"])
        assert words("en")(f"fields.{key}.label") in line


def test_help_says_limits_and_starting_values(capsys: Captured) -> None:
    """A number has its limits, a choice its ids, and an empty field no starting value."""
    _, out, _ = ask(capsys, RATES, "--help")
    lines = {line.split()[0]: line for line in out.splitlines() if line.startswith("  --")}
    assert lines["--agents"].endswith("Number of agents: 1 to 10,000; starting value: 10")
    assert "any, dedicated_inbound, outbound" in lines["--service"]
    assert lines["--quote"].endswith("$0.50 to $500")


# ------------------------------------------------------------------ answers


@pytest.mark.parametrize("language", ["ms", "en"])
@pytest.mark.parametrize("name", names())
def test_an_answer_is_the_pages(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, name: str, language: str
) -> None:
    """What is printed is the panel of the page, as text."""
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    answered = default_answer(name, language)
    assert ask(capsys, name, "--lang", language) == (0, to_text(answered["panel"]) + "\n", "")


def test_options_are_read_by_the_form(capsys: Captured) -> None:
    """Hyphens and underscores are alike, in names as in options, and numbers are as typed."""
    spelled = [
        (RATES, "--hours_per_agent", "1,00", "--agents", "12"),
        ("regional-rates", "--hours-per-agent=100 hours", "--agents", "1 200"),
        ("--hours_per_agent", "100", "--agents=1200", RATES),
    ]
    refused, first, second = (ask(capsys, *arguments) for arguments in spelled)
    assert refused[0] == 2
    assert first == second
    assert "1,200 agents" in first[1]


def test_shares_are_typed_as_percent(capsys: Captured) -> None:
    """20 is a fifth, and a share below 1% is noted beside the answer."""
    _, out, err = ask(capsys, "commission_premium", "--cancelled", "20")
    assert ("(1 − 20%)" in out, err) == (True, "")
    status, out, err = ask(capsys, "commission_premium", "--cancelled", "0.3")
    assert (status, "(1 − 0.3%)" in out) == (0, True)
    assert err == "--cancelled: 0.3% is less than 1%. For 30%, type 30\n"


@pytest.mark.parametrize("name", names())
def test_json_holds_the_result(capsys: Captured, name: str) -> None:
    """Every field of the result is there, and nothing else is printed."""
    status, out, err = ask(capsys, name, "--json")
    assert (status, err) == (0, "")
    assert json.loads(out) == as_data(load(name).calculate())


def test_a_narrow_terminal_gets_narrow_lines(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The width that the terminal says is kept where it is less than ours."""
    monkeypatch.setenv("COLUMNS", "60")
    _, out, _ = ask(capsys, "commission_premium")
    assert max(len(line) for line in out.splitlines()) <= 60


# ------------------------------------------------------------------ what cannot be read


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing"], "There is no calculator nothing. There are: commission_premium, "),
        ([RATES, "--agent", "3"], "There is no option --agent here. There are: --region, "),
        (["--agents", "3"], "There is no option --agents here. There are: --lang, "),
        ([RATES, "--agents"], "Type a value after --agents."),
        ([RATES, "--agents", "--json"], "Type a value after --agents."),
        ([RATES, "12"], "Name the option before 12, like --agents 12."),
        ([RATES, "--lang", "fr"], "There is no language fr. There are: en, ms."),
        ([RATES, "--agents", "12.5"], "--agents: Number of agents must be a whole number, "),
        ([RATES, "--agents", "-5"], "--agents: Number of agents must be 1 or more"),
        ([RATES, "--region", "mars"], "--region: Enter the region: us_canada, "),
        ([RATES, "--agents=12.5", "--lang=ms"], "--agents: Bilangan ejen mesti berupa nombor bul"),
        (["tiada", "--lang=ms"], "Tiada kalkulator bernama tiada."),
        ([RATES, "--batch", "nowhere.csv"], "nowhere.csv cannot be read (No such file "),
        ([RATES, "--batch", "x.csv", "--json"], "--batch writes CSV. Leave out --json."),
    ],
)
def test_one_sentence_says_what_to_do(capsys: Captured, arguments: list[str], said: str) -> None:
    """Nothing is answered, the status is 2, and the option is named."""
    status, out, err = ask(capsys, *arguments)
    assert (status, out) == (2, "")
    assert err.startswith(said)
    assert err.count("\n") == 1


def test_every_bad_option_is_named_at_once(capsys: Captured) -> None:
    """Each has a line, also where two fields disagree."""
    _, _, err = ask(capsys, "commission_premium", "--base-pay", "x", "--minimum-premium", "40")
    assert [line.partition(":")[0] for line in err.splitlines()] == [
        "--base_pay",
        "--full_premium",
    ]


# ------------------------------------------------------------------ as a program


def test_the_program_ends_with_the_status() -> None:
    """Python -m calc runs it, in UTF-8 whatever the machine's own encoding is."""
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    for arguments, status in (([RATES], 0), (["nothing"], 2)):
        done = subprocess.run(
            [*PROGRAM, *arguments], cwd=ROOT, env=environment, capture_output=True, check=False
        )
        assert done.returncode == status
    assert "about 2015–2017" in subprocess.run(
        [*PROGRAM, RATES], cwd=ROOT, env=environment, capture_output=True, check=True
    ).stdout.decode("utf-8")


def test_standard_input_is_a_file_too() -> None:
    """A hyphen reads it, with or without a byte-order mark."""
    done = subprocess.run(
        [*PROGRAM, RATES, "--batch", "-"],
        cwd=ROOT,
        input="\ufeffagents\r\n12\r\n".encode(),
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().splitlines()[1].startswith("12,5,7,9,9600,13440,17280,")
    assert done.stderr == b""


def test_a_reader_who_has_seen_enough_ends_it_without_a_traceback(tmp_path: Path) -> None:
    """A pipe that closes early is no error."""
    rows = tmp_path / "rows.csv"
    rows.write_text("agents\n" + "12\n" * 20_000)
    with subprocess.Popen(
        [*PROGRAM, RATES, "--batch", rows],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_ctrl_c_ends_it_without_a_traceback(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The status is that of a program that was interrupted."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "names", interrupted)
    assert ask(capsys) == (130, "", "")


def test_a_column_is_typed_with_commas(capsys: Captured) -> None:
    """Rows that do not read are told of, the others answered, as text and as JSON."""
    _, help_, _ = ask(capsys, "staffing", "--help")
    assert "up to 1440 numbers, separated by commas" in help_
    status, out, err = ask(capsys, "staffing", "--day", "50,,x,100")
    assert (status, "For 150 contacts in 2 hours" in out) == (0, True)
    assert err == "--day: Row 3: Number of contacts must be a number, like 100.\n"
    status, out, err_of_json = ask(capsys, "staffing", "--day=50,,x,100", "--json")
    assert (status, err_of_json) == (0, err)
    rows = json.loads(out)["day"]["intervals"]
    assert [row["contacts"] for row in rows] == [50, None, None, 100]
