"""The same answer as a program: lines that a reader can run where ``calc`` is installed."""

import json
from collections.abc import Mapping
from typing import Any

from calc.calculators import load
from calc.form import fields


def same_in_python(name: str, given: Mapping[str, Any]) -> str:
    """Return an import and a call with the arguments that differ from the defaults.

    Shares are 0 to 1, as ``calculate`` takes them.

    >>> print(same_in_python("regional_rates", {"region": "pakistan", "agents": 12}))
    from calc.calculators.regional_rates import calculate
    print(calculate(region="pakistan", agents=12))
    """
    form = fields(load(name).calculate)
    changed = [
        f"{key}={_literal(given[key])}"
        for key, field in form.items()
        if given.get(key, field.default) != field.default
    ]
    return f"from calc.calculators.{name} import calculate\nprint(calculate({', '.join(changed)}))"


def _literal(value: Any) -> str:  # noqa: ANN401 - a number or an id
    """Write an argument without the last bits that a division by 100 leaves: ``0.15395``.

    >>> _literal(15.395 / 100), _literal(160.0), _literal("india"), _literal((12.0, None))
    ('0.15395', '160', '"india"', '(12, None)')
    """
    if isinstance(value, str):
        return json.dumps(value)
    if isinstance(value, tuple):
        return f"({', '.join(map(_literal, value))}{',' * (len(value) == 1)})"
    if value is None:
        return "None"
    return f"{value:.12g}"
