"""Every public test case is tested."""

from pathlib import Path

from tests.vectors import VECTORS


def test_every_model_is_tested() -> None:
    """A model that no test names is told."""
    users = [
        text
        for path in Path(__file__).parent.glob("calc*/test_*.py")
        if "from tests.vectors import rows" in (text := path.read_text("utf-8"))
    ]
    models = {row["model"] for row in VECTORS}
    assert {model for model in models if not any(f'"{model}"' in text for text in users)} == set()
