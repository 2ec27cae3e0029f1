"""The sheet on which a workbook tries numbers of agents, so that it finds them for other inputs.

A row for each number, Erlang B from that of the row before: A B / (n + A B), as A. K. Erlang's
formula of 1917 follows from one line to the next; the rest as in ``calc.erlang``.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from calc.erlang import TOLERANCE, Target, erlang_b, erlang_c, keeps, service_levels
from calc.text import Words, plain
from calc.view import Trial
from calc.workbook import Entry, Format, Sheet

_ABOVE = 4  # rows above that of no agents
_FORMATS: tuple[Format, ...] = ("line", "share", "share", "share", "share", "line")
_NAMES = ("", "", "erlang_waiting", "", "", "erlang_enough")


class _Row(NamedTuple):
    """Hold a number of agents, four shares of it, and the number once more if it is enough."""

    agents: int
    lost: float
    waiting: float
    level: float
    busy: float
    enough: int | None


def erlang_sheet(trial: Trial, known: Mapping[str, Any], said: Words) -> Sheet:
    """Return a sheet of 0 to ``trial.most`` agents and what each does where nobody hangs up.

    ``known`` has the values of all cells by their names. The sheet names two of its columns:
    ``erlang_waiting``, and ``erlang_enough`` with the numbers that keep the target. Its first two
    lines say how far it tries, and what an error in the workbook means.
    """
    title, most = said("file.erlang"), plain(trial.most)
    keys = (
        *("staffing.table.agents", "file.lost", "staffing.working.chance"),
        *("staffing.table.level", "staffing.table.occupancy", "file.enough"),
    )
    rows = [
        [Entry(said("file.tried", sheet=title, most=most), "line")],
        [Entry(said("file.untried", most=most), "line")],
        [],
        [Entry(said(key), font="bold") for key in keys],
    ]
    for agents in range(trial.most + 1):
        formulas = _formulas(trial, agents)
        entries = zip(_row(trial, agents, known), _FORMATS, formulas, _NAMES, strict=True)
        rows.append(
            [
                Entry(value, format_, formula=formula, name="" if agents else name, down=trial.most)
                for value, format_, formula, name in entries
            ]
        )
    return Sheet(title, (24,) * len(keys), rows)


def _row(trial: Trial, agents: int, known: Mapping[str, Any]) -> _Row:
    """Return what the formulas of a row give."""
    traffic, time, within = known[trial.load], known[trial.time], known["answer_within"]
    target = Target(known["service_level"], within, known["max_occupancy"])
    waiting = erlang_c(traffic=traffic, agents=agents)
    levels = service_levels(traffic=traffic, agents=agents, handle_time=time, answer_within=within)
    enough = keeps(traffic=traffic, agents=agents, handle_time=time, target=target)
    return _Row(
        agents,
        erlang_b(traffic=traffic, agents=agents),
        waiting,
        levels.offered,
        min(1.0, traffic / agents) if agents else waiting,
        agents if enough else None,
    )


def _formulas(trial: Trial, agents: int) -> tuple[str, ...]:
    """Return the formula of each cell of a row; nobody is enough where there is no load."""
    load, row = trial.load, _ABOVE + 1 + agents
    if not agents:
        return ("", "", f"IF({load}>0,1,0)", f"1-C{row}", f"C{row}", f'IF({load}>0,"",A{row})')
    late = f"EXP(MIN(0,{load}-A{row})*answer_within/{trial.time})"
    in_time = f"D{row}>=service_level-{TOLERANCE:G}"
    rested = f"E{row}<=max_occupancy+{TOLERANCE:G}"
    return (
        "",
        f"{load}*B{row - 1}/(A{row}+{load}*B{row - 1})",
        f"IF(A{row}>{load},A{row}*B{row}/(A{row}-{load}*(1-B{row})),1)",
        f"1-C{row}*{late}",
        f"MIN(1,{load}/A{row})",
        f'IF({in_time},IF({rested},A{row},""),"")',
    )
