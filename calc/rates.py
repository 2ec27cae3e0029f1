"""Published rates by region and service: which row answers, and what it says.

A rate is keyed by region x service, never by region alone: the location row (service ``any``) is
the envelope, and where a service has no row for a region the location row stands in.
"""

from functools import cache
from typing import Annotated, NamedTuple

from calc.figures import Figure, rates
from calc.units import Choice

ANY = "any"


class Row(NamedTuple):
    """Hold the row that answers for a region and a service; ``stands_in`` for a missing one."""

    figure: Figure
    stands_in: bool


def location_rows() -> dict[str, Figure]:
    """Return the location row of every region, in the order of the data."""
    return {row.regions[0]: row for row in rates() if row.name}


def row_for(region: str, service: str) -> Row:
    """Return the row of a service in a region, or the region's location row in its stead.

    >>> row_for("india", "outbound").figure.id
    'F07'
    >>> row_for("australia", "outbound").stands_in
    True
    """
    row = _by_key().get((region, service))
    return Row(row or location_rows()[region], stands_in=row is None)


def rates_of_today() -> list[Figure]:
    """Return what a provider asks in zones: no region's row, shown beside them, never mixed in."""
    return [row for row in rates() if row.service == ANY and not row.regions]


@cache
def _by_key() -> dict[tuple[str, str], Figure]:
    hourly = [row for row in rates() if row.unit == "per_hour" and row.service]
    return {(region, str(row.service)): row for row in hourly for region in row.regions}


REGIONS = tuple(location_rows())
SERVICES = (ANY, "dedicated_inbound", "outbound", "outbound_specialized")

Region = Annotated[str, Choice("regions", REGIONS)]
Service = Annotated[str, Choice("services", SERVICES)]
