"""Every figure of the data with its source: money, shares, counts, by the id that pages use."""

from functools import cache
from typing import Any, NamedTuple

from calc.files import load
from calc.units import Range


class Source(NamedTuple):
    """Describe where figures come from; ``not stated`` where the source does not say."""

    id: str
    title: str
    publisher: str
    url: str
    published: str
    accessed: str
    license: str
    grade: str
    supports: str
    language: str

    @property
    def address(self) -> str | None:
        """Return the address to link to, or ``None`` where there is none."""
        return self.url if self.url.startswith("https://") else None


class Figure(NamedTuple):
    """Describe one figure: its range, unit, dates and source, as the data files say it."""

    id: str
    unit: str
    period: str
    as_of: str
    source: str
    corrected: bool
    status: str
    low: float | None = None
    high: float | None = None
    regions: tuple[str, ...] = ()
    group: str | None = None
    service: str | None = None
    name: dict[str, str] | None = None
    currency: str | None = None
    review_by: str | None = None
    also: str | None = None
    as_printed: str | None = None
    why: str | None = None
    what: str | None = None

    @property
    def range(self) -> Range:
        """Return low, midpoint and high; raise ValueError where the source prints no number."""
        if self.low is None:
            message = f"{self.id} has no number"
            raise ValueError(message)
        return Range.of(self.low, self.high)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return the source, and the second page that prints the same figure if there is one."""
        return tuple(source(id_) for id_ in (self.source, self.also) if id_)


@cache
def figure(id_: str) -> Figure:
    """Return a figure by its id, such as ``F12``; raise KeyError for an unknown one."""
    row = shipped().get(id_) or _guide()[id_]
    return Figure(**{**row, "regions": tuple(row.get("regions", ()))})


def value(name: str) -> float:
    """Return one end of a figure, such as ``F11.low``; raise KeyError where there is none."""
    id_, _, end = name.partition(".")
    found: float | None = getattr(figure(id_), end)
    if found is None:
        raise KeyError(name)
    return found


@cache
def rates() -> list[Figure]:
    """Return every rate, in the order of the file."""
    return [figure(row["id"]) for row in load("data/rates")["rate"]]


@cache
def figures() -> dict[str, Figure]:
    """Return every figure by its id, rates first, in the order of the files; not in the browser."""
    return {id_: figure(id_) for id_ in (*shipped(), *_guide())}


@cache
def shipped() -> dict[str, dict[str, Any]]:
    """Return what the files say of the figures that calculators rest on, by id: the browser's."""
    return _by_id([*load("data/rates")["rate"], *load("data/figures")["figure"]])


@cache
def _guide() -> dict[str, dict[str, Any]]:
    return _by_id(load("data/guide")["figure"])


@cache
def source(id_: str) -> Source:
    """Return a source by its id; raise KeyError for an unknown one."""
    return Source(**_sources()[id_])


def sources() -> dict[str, Source]:
    """Return every source by its id."""
    return {id_: source(id_) for id_ in _sources()}


@cache
def _sources() -> dict[str, dict[str, Any]]:
    return _by_id(load("data/sources")["source"])


def _by_id(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows}
