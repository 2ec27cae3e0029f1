"""Every public test case is tested, or its model is listed here with the reason why it is not."""

from pathlib import Path

from tests.vectors import VECTORS

UNANSWERED = {
    "billing_increment_total": "no calculator takes the lengths of single calls",
    "erlang_a_finite": "no calculator limits how many may wait",
    "escalation_saving": "no calculator has a second level that costs more",
    "fcr_gap_cost": "no calculator counts extra calls by a rule of thumb for each one unresolved",
    "fx_share_adjustment": "no calculator shares the risk of an exchange rate",
    "per_call_plan": "no calculator has calls that the base fee includes",
    "scorecard": "no calculator scores vendors",
    "tiered_bonus": "no calculator pays agents in tiers",
}


def test_every_model_is_either_tested_or_listed() -> None:
    """A model that no test names, or that is listed though a test names it, is told."""
    users = [
        text
        for path in Path(__file__).parent.glob("calc*/test_*.py")
        if "from tests.vectors import rows" in (text := path.read_text("utf-8"))
    ]
    models = {row["model"] for row in VECTORS}
    tested = {model for model in models if any(f'"{model}"' in text for text in users)}
    assert models - tested == set(UNANSWERED)
