"""What it takes to solve a problem, where some contacts do not solve it at the first try.

Symbols: F first contact resolution, the share of contacts that solve the problem; r the share of
the others who contact again, both from 0 to 1; c cost of a contact, in any currency. Contacts about
one problem then follow a geometric distribution. Of two services, the one with the lower c1 and the
lower F1 loses where F2/F1 > c2/c1. Sources: The Taylor Reach Group, "Calculating the cost of FCR",
for r = 1; with r derived for this guide.
"""


def contacts_per_issue(resolution: float, *, recall: float = 1.0) -> float | None:
    """Return 1 / (1 - r(1 - F)), or ``None`` where nothing is solved and everyone comes back.

    The mean of a geometric distribution (derived); 1 where all are solved or nobody comes back.

    >>> contacts_per_issue(0.8)
    1.25
    """
    final = 1 - recall * (1 - resolution)
    return 1 / final if final > 0 else None


def never_resolved(resolution: float, *, recall: float = 1.0) -> float | None:
    """Return the share of problems that are given up: (1 - F)(1 - r) / (1 - r(1 - F)).

    Derived. 0 where everyone comes back, ``None`` where then nothing is ever solved.

    >>> never_resolved(0.5, recall=0)
    0.5
    """
    contacts = contacts_per_issue(resolution, recall=recall)
    return None if contacts is None else contacts * (1 - resolution) * (1 - recall)


def resolved_after(contacts: int, resolution: float) -> float:
    """Return the share solved after so many contacts if everyone comes back: 1 - (1 - F)^n.

    The Taylor Reach Group, as above; 0 after none.

    >>> resolved_after(2, 0.75)
    0.9375
    """
    return 1 - (1 - resolution) ** contacts


def cost_per_resolution(cost_per_contact: float, resolution: float) -> float | None:
    """Return c / F whatever share comes back, or ``None`` where nothing is solved.

    The Taylor Reach Group, as above, for r = 1; for any r derived: those who give up are neither
    solved nor paid for again. Never below c, whose currency it has.

    >>> cost_per_resolution(5, 0.8)
    6.25
    """
    return cost_per_contact / resolution if resolution else None


def break_even_resolution(
    cost_per_contact: float, *, other_cost: float, other_resolution: float
) -> float:
    """Return the resolution at which a solved problem costs what it costs elsewhere: c F2 / c2.

    Derived from c / F on both sides; ``other_cost``, c2, is above 0. Above 1 where no resolution is
    high enough.

    >>> break_even_resolution(6, other_cost=5, other_resolution=0.75)
    0.9
    """
    return cost_per_contact * other_resolution / other_cost
