"""What matters most: each input of a calculator varied alone, ranked by its effect.

An input goes from one end of its published range to the other; without a range, or where what was
typed lies outside it, 20 % down and up. Spans and not slopes: a reader asks how wrong an answer
could be (one-at-a-time or "tornado" analysis; T. Eschenbach, Interfaces 22 (1992), recalled).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from math import ceil, floor
from typing import Any, NamedTuple

from calc.calculators import Calculator, load
from calc.figures import figure
from calc.form import Field, fields
from calc.units import Choice, Range, Unit

SWING = 0.2  # of what was typed, down and up
ALIKE = 0.1  # spans that differ by less matter about equally
LOW, HIGH = "_low", "_high"

TINY = 1e-9
DIGITS = 8  # of an input: 0.7 less 20 % is 0.5599999999999999 in floats

type Answers = Callable[[Mapping[str, Any]], float | None]
type Ends = tuple[Any, Any, float | None, float | None, bool]


class Span(NamedTuple):
    """Hold what one input does to the result while the others stay as typed.

    ``name`` is the field, of a pair that moves together the one that ends in ``_low``. The inputs
    are arguments of ``calculate``; of a choice, the options with the lowest and the highest result.
    A result is ``None`` where that end has no answer; ``result`` is the one for what was typed.
    ``published`` says that the ends are those of a published range.
    """

    name: str
    low_input: Any
    high_input: Any
    low_result: float | None
    high_result: float | None
    published: bool
    result: float | None

    @property
    def span(self) -> float:
        """Return how far the input moves the result, 0 or more.

        An end without an answer gives way to the result for what was typed.
        """
        ends = (self.low_result, self.high_result)
        known = [self.result if end is None else end for end in ends]
        low, high = (0.0 if end is None else end for end in known)
        return abs(high - low) if None not in known else 0.0


def what_matters(calculator: str | Calculator, given: Mapping[str, Any]) -> list[Span]:
    """Vary each input of a calculator alone; return the spans, widest first, those of 0 last."""
    return ranked(vary(calculator, given))


def vary(calculator: str | Calculator, given: Mapping[str, Any], after: int = 0) -> Iterator[Span]:
    """Vary each input of a calculator alone, in the order of its form, ``after`` so many.

    ``given`` are the arguments as typed. A field that is left empty is not varied, nor is a column
    or a choice that says what is asked.
    """
    module = load(calculator) if isinstance(calculator, str) else calculator
    form = fields(module.calculate)

    def answers(values: Mapping[str, Any]) -> float | None:
        return number(getattr(module.calculate(**values), module.OUTCOME.part))

    result = answers(given)
    varied = [
        (name, kind)
        for name, field in form.items()
        if isinstance(kind := field.kind, Unit | Choice)
        and given[name] is not None
        and _varies(name, kind, form)
    ]
    for name, kind in varied[after:]:
        if isinstance(kind, Choice):
            ends = _choice(name, kind, given, answers)
        else:
            ends = _number(form[name], kind, form, given, answers)
        yield Span(name, *ends, result)


def ranked(spans: Iterable[Span]) -> list[Span]:
    """Put the widest span first and those of 0 last."""
    return sorted(spans, key=lambda span: -span.span)


def leaders(spans: list[Span]) -> list[Span]:
    """Return the span that is widest and those about equal to it; none where nothing moves.

    Equal within 10 % of the widest, so that two are named where two matter alike.
    """
    widest = max((span.span for span in spans), default=0.0)
    return [span for span in spans if span.span > 0 and span.span >= (1 - ALIKE) * widest]


def number(outcome: Range | float | None) -> float | None:
    """Return the one number of an outcome: a range's typical value, its low where it is open."""
    if isinstance(outcome, Range):
        return outcome.low if outcome.typical is None else outcome.typical
    return outcome


def _varies(name: str, kind: Unit | Choice, form: Mapping[str, Field]) -> bool:
    """Say whether a field moves by itself, as the upper one of a pair does not."""
    if isinstance(kind, Choice):
        return kind.varied
    return not (name.endswith(HIGH) and name.removesuffix(HIGH) + LOW in form)


def _choice(name: str, kind: Choice, given: Mapping[str, Any], answers: Answers) -> Ends:
    """Try every option; those without an answer stand at neither end."""
    found = {option: answers({**given, name: option}) for option in kind.options}
    ranked = sorted((end, option) for option, end in found.items() if end is not None)
    if not ranked:
        return given[name], given[name], None, None, False
    (low, low_input), (high, high_input) = ranked[0], ranked[-1]
    return low_input, high_input, low, high, False


def _number(
    field: Field,
    unit: Unit,
    form: Mapping[str, Field],
    given: Mapping[str, Any],
    answers: Answers,
) -> Ends:
    """Go from the low to the high end; both fields of a pair stand at that end together."""
    upper = field.name.removesuffix(LOW) + HIGH
    names = [field.name, upper] if field.name.endswith(LOW) and upper in form else [field.name]
    typed = [given[name] for name in names]
    published = _published(field, typed)
    middle = (typed[0] + typed[-1]) / 2
    low, high = published or (middle * (1 - SWING), middle * (1 + SWING))
    least, most = _limits(names, field, unit, form, given)
    ends = [round(min(max(end, least), most), DIGITS) for end in (low, high)]
    if unit.whole:
        ends = [floor(ends[0] + TINY), ceil(ends[1] - TINY)]
    results = [answers({**given, **dict.fromkeys(names, end)}) for end in ends]
    return ends[0], ends[1], results[0], results[1], published is not None


def _published(field: Field, typed: list[float]) -> tuple[float, float] | None:
    """Return the ends of the range that the field's default comes from, if what was typed is in."""
    if field.source is None:
        return None
    row = figure(field.source.partition(".")[0])
    low, high = row.low, row.high
    if low is None or high is None or low == high:
        return None
    return (low, high) if all(low <= value <= high for value in typed) else None


def _limits(
    names: list[str],
    field: Field,
    unit: Unit,
    form: Mapping[str, Field],
    given: Mapping[str, Any],
) -> tuple[float, float]:
    """Return the least and the most that a field may hold beside the others as typed."""
    below = [given[field.at_least]] if field.at_least else []
    above = [
        given[name]
        for name, other in form.items()
        if other.at_least == field.name and name not in names
    ]
    return (
        max([field.argument(unit.low), *below]),
        min([field.argument(unit.high), *above]),
    )
