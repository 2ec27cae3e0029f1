"""Name every figure and page whose review is overdue: part of the whole gate, not of the tests.

An unrelated change must still land on the day after a review falls due, so no test asks for it.
"""

import datetime as dt
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from calc.figures import figures

DOCS = Path(__file__).resolve().parents[1] / "docs"
REVIEW_BY = re.compile(r"^review_by: (\S+)$", re.MULTILINE)


def main() -> int:
    """Print what is overdue today; return 1 if anything is."""
    late = sorted(overdue(dt.datetime.now(tz=dt.UTC).date(), DOCS))
    for line in late:
        print(line)
    return 1 if late else 0


def overdue(today: dt.date, docs: Path) -> Iterator[str]:
    """Yield a line for each figure and page whose day of review has passed."""
    for row in figures().values():
        if row.review_by and dt.date.fromisoformat(row.review_by) < today:
            yield f"{row.id} was to be reviewed by {row.review_by}: look at {row.source} again"
    for page in sorted(docs.rglob("*.md")):
        found = REVIEW_BY.search(page.read_text("utf-8"))
        if found and dt.date.fromisoformat(found[1]) < today:
            yield f"{page.relative_to(docs)} was to be reviewed by {found[1]}: read it again"


if __name__ == "__main__":
    sys.exit(main())
