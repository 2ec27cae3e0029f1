"""What matters most, as the reader sees it: a sentence, a tornado and a table of every input."""

from typing import Any

from calc.answer import field_text
from calc.calculators import load
from calc.chart import Swing, Tornado, tornado
from calc.form import fields
from calc.sensitivity import LOW, SWING, Span, leaders
from calc.text import Words, capital
from calc.units import Choice, Unit
from calc.view import Element, Outcome, Table, el, table

NAMED = 2  # inputs that a sentence names


def show_matters(name: str, spans: list[Span], said: Words, shown_in: Words) -> Element:
    """Show what moves the answer most, of spans in order: each input alone, the others as typed.

    Inputs are written as typed, results in the currency of ``shown_in``.
    """
    said_of = _Sayer(name, said, shown_in)
    sentence = said_of.sentence(spans)
    chart = said_of.tornado(spans, sentence)
    drawn = tornado(chart)
    return el(
        "section",
        el("h3", said("matters.heading")),
        el("p", sentence),
        *([el("figure", el("figcaption", chart.title), *drawn, class_="chart")] if drawn else []),
        el(
            "details",
            el("summary", said("matters.every", count=len(spans))),
            table(said_of.table(spans)),
            data_key="matters",
        ),
        class_="calculator-matters",
        data_later="matters",
    )


class _Sayer:
    """Put spans into the words of one calculator and language."""

    def __init__(self, name: str, said: Words, shown_in: Words) -> None:
        module = load(name)
        self.name, self.said, self.shown_in = name, said, shown_in
        self.form = fields(module.calculate)
        self.outcome: Outcome = module.OUTCOME
        self.title = said(f"{name}.outcome")

    def sentence(self, spans: list[Span]) -> str:
        """Name the input that matters most, or those that matter about equally."""
        first = leaders(spans)
        if not first:
            return self.said("matters.nothing", outcome=self.title)
        if len(first) == 1:
            return self._alone(first[0])
        names = [self.said(self.key(span)) for span in first[:NAMED]]
        return self.said(
            "matters.equally" if len(first) == NAMED else "matters.several",
            First=capital(names[0]),
            second=names[1],
            count=len(first) - NAMED,
            outcome=self.title,
            amount=self.result(first[0].span),
        )

    def tornado(self, spans: list[Span], sentence: str) -> Tornado:
        """Hold what the tornado shows: differences from the answer as typed."""
        swings = [
            Swing(
                self.label(span),
                self.moved(span, span.low_result),
                self.moved(span, span.high_result),
                self.input(span, span.low_input),
                self.input(span, span.high_input),
            )
            for span in spans
            if span.span
        ]
        return Tornado(
            f"{self.name.replace('_', '-')}-matters",
            self.said("matters.title", outcome=self.title),
            sentence,
            swings,
            lambda moved: ("+" if moved > 0 else "") + self.result(moved),
        )

    def table(self, spans: list[Span]) -> Table:
        """List every input: how far it was varied, and what that does to the answer."""
        keys, swing = ("input", "varied", "result", "moves"), self.said.percent(SWING)
        return Table(
            caption=self.said("matters.caption", outcome=self.title),
            head=tuple(self.said(f"matters.{key}") for key in keys),
            rows=[
                (
                    self.label(span),
                    self.said(f"matters.{self._how(span)}", ends=self._ends(span), swing=swing),
                    self.said(
                        "format.range",
                        low=self.result(span.low_result),
                        high=self.result(span.high_result),
                    ),
                    self.result(span.span),
                )
                for span in spans
            ],
            numbers=(3,),
        )

    def key(self, span: Span) -> str:
        """Return the key of an input's noun; a pair that moves together has its own."""
        pair = f"fields.{span.name}.pair"
        return (
            pair if span.name.endswith(LOW) and self.said.has(pair) else f"fields.{span.name}.name"
        )

    def label(self, span: Span) -> str:
        """Name an input at the start of a line."""
        return capital(self.said(self.key(span)))

    def input(self, span: Span, value: Any) -> str:  # noqa: ANN401 - a number or an id
        """Write one end of an input as the form does, with its unit; dollars with cents."""
        field = self.form[span.name]
        if isinstance(field.kind, Unit) and "dollar" in field.kind.owns and value >= 1:
            value = round(value, 2)
        return field_text(field, value, self.said)

    def result(self, value: float | None) -> str:
        """Write an answer, or that there is none."""
        if value is None:
            return self.said("matters.no_answer")
        return self.outcome.text(value, self.shown_in)

    @staticmethod
    def moved(span: Span, end: float | None) -> float | None:
        """Return how far an end lies from the answer as typed."""
        return None if end is None or span.result is None else end - span.result

    def _alone(self, span: Span) -> str:
        return self.said(
            "matters.most",
            Name=self.label(span),
            low_input=self.input(span, span.low_input),
            high_input=self.input(span, span.high_input),
            outcome=self.title,
            low=self.result(span.low_result),
            high=self.result(span.high_result),
        )

    def _how(self, span: Span) -> str:
        if isinstance(self.form[span.name].kind, Choice):
            return "every_option"
        return "published" if span.published else "swing"

    def _ends(self, span: Span) -> str:
        low, high = (self.input(span, end) for end in (span.low_input, span.high_input))
        return low if low == high else self.said("format.range", low=low, high=high)
