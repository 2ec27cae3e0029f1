"""The public test cases of ``vectors.json``: each row of a model is a parameter of a test."""

import json
from pathlib import Path
from typing import Any

import pytest

VECTORS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("vectors.json").read_text("utf-8")
)


def rows(*models: str) -> list[Any]:
    """Return the rows of some models, named by their ids."""
    return [pytest.param(row, id=row["id"]) for row in VECTORS if row["model"] in models]
