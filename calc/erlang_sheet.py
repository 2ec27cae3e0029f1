"""The sheet on which a workbook tries numbers of agents, so that it finds them for other inputs.

A row for each, where nobody hangs up: Erlang B from that of the row above, A B / (n + A B) (follows
from A. K. Erlang 1917), and the rest as in ``calc.erlang``.
"""

from collections.abc import Iterator, Mapping
from math import exp
from typing import Any

from calc.erlang import TOLERANCE
from calc.text import Words, plain
from calc.workbook import Entry, Format, Sheet

SPARE = 20  # agents that are tried beside twice the answer

# Each column's head, format, formula and name; 1E-9 is the TOLERANCE of calc.erlang.
_COLUMNS: tuple[tuple[str, Format, str, str], ...] = (
    ("staffing.table.agents", "line", "", ""),
    ("file.lost", "share", "load*B{above}/(A{row}+load*B{above})", ""),
    (
        "staffing.working.chance",
        "share",
        "IF(A{row}>load,A{row}*B{row}/(A{row}-load*(1-B{row})),IF(load>0,1,0))",
        "erlang_waiting",
    ),
    (
        "staffing.table.level",
        "share",
        "1-C{row}*EXP(MIN(0,load-A{row})*answer_within/{time})",
        "",
    ),
    ("staffing.table.occupancy", "share", "IF(A{row}>load,load/A{row},C{row})", ""),
    (
        "file.enough",
        "line",
        'IF(D{row}>=service_level-1E-9,IF(E{row}<=max_occupancy+1E-9,A{row},""),"")',
        "erlang_enough",
    ),
)


def erlang_sheet(known: Mapping[str, Any], agents: int, said: Words) -> Sheet:
    """Return a sheet of no agents up to twice ``agents`` and some more, and what each number does.

    ``known`` has the values of all cells by their names. Two columns have a name, that of the
    chance of waiting and that of the numbers which keep the target. The first two lines say how
    far it tries, and what an error in the workbook means.
    """
    title, most = said("file.erlang"), 2 * agents + SPARE
    time = "work_time" if "work_time" in known else "handle_time"
    rows = [
        [Entry(said("file.tried", sheet=title, most=plain(most)), "line")],
        [Entry(said("file.untried", most=plain(most)), "line")],
        [],
        [Entry(said(head), font="bold") for head, _, _, _ in _COLUMNS],
    ]
    for values in _numbers(most, known, known[time]):
        row, first = len(rows) + 1, not values[0]
        rows.append(
            [
                Entry(
                    value,
                    format_,
                    formula=formula.format(row=row, above=row - 1, time=time),
                    name=name if first else "",
                    down=most,
                )
                for value, (_, format_, formula, name) in zip(values, _COLUMNS, strict=True)
            ]
        )
        if first:
            rows[-1][1] = Entry(1, "share")  # of agents who are none, all are busy
    return Sheet(title, (24,) * len(_COLUMNS), rows)


def _numbers(
    most: int, known: Mapping[str, Any], time: float
) -> Iterator[tuple[float | None, ...]]:
    """Yield what the formulas of each row give."""
    load, lost = known["load"], 1.0
    for agents in range(most + 1):
        waiting = busy = float(load > 0)
        if agents:
            lost = load * lost / (agents + load * lost)
        if agents > load:
            waiting, busy = agents * lost / (agents - load * (1 - lost)), load / agents
        level = 1 - waiting * exp(min(0, load - agents) * known["answer_within"] / time)
        in_time = level >= known["service_level"] - TOLERANCE
        enough = in_time and busy <= known["max_occupancy"] + TOLERANCE
        yield agents, lost, waiting, level, busy, agents if enough else None
