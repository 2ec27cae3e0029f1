"""A calculator as a page holds it before any script runs: its form and its first answer."""

import json
from collections.abc import Mapping
from typing import Any

from calc.answer import default_answer, option
from calc.calculators import Calculator, load, names
from calc.form import Field, fields
from calc.text import Words
from calc.units import Choice, Rows, Unit
from calc.view import Child, Element, el
from scripts.glossary import address

RADIO_AT_MOST = 7  # all choices visible, one press each; a longer list is a select
SHORT = 10_000  # a field whose limit is at most this is narrow


def calculator(name: str, said: Words, repository: str) -> Element:
    """Build a calculator's section: banner, form, messages of the runtime, status and answer."""
    module = load(name)
    kebab = name.replace("_", "-")
    return el(
        "article",  # the search leaves it out until an element of the same name ends inside
        el("noscript", el("p", said("form.noscript"), class_="calculator-noscript")),
        _banner(said),
        _last(said),
        _form(name, kebab, module, said),
        _messages(said, repository),
        el("p", class_="visually-hidden", role="status", aria_atomic="true"),
        _answer(name, kebab, said),
        class_="calculator",
        id=kebab,
        data_calculator=name,
        data_search_exclude="",
    )


def _banner(said: Words) -> Element:
    return el(
        "div",
        el("p", data_part="text"),
        _button(said("link.show_usual"), data_do="reset"),
        _button(said("link.close"), data_do="dismiss"),
        class_="calculator-banner",
        data_part="banner",
        hidden="",
    )


def _last(said: Words) -> Element:
    """Build the offer of the numbers that the reader had here at the last visit."""
    return el(
        "div",
        el("p", said("link.last")),
        _button(said("link.resume"), data_do="resume"),
        _button(said("link.close"), data_do="dismiss"),
        class_="calculator-banner",
        data_part="last",
        hidden="",
    )


def _form(name: str, kebab: str, module: Calculator, said: Words) -> Element:
    form = fields(module.calculate)
    main = [_field(form[key], kebab, module, said) for key in form if key in module.MAIN]
    others = [_field(form[key], kebab, module, said) for key in form if key not in module.MAIN]
    several = {key: given for key, given in module.PRESETS.items() if len(given) > 1}
    examples = _chips(name, several, form, said, said("form.examples"))
    return el(
        "form",
        el(
            "div",
            el("h3", said("form.summary")),
            el("ul"),
            class_="calculator-summary",
            data_part="summary",
            tabindex="-1",
            hidden="",
        ),
        el("p", said(f"kinds.{module.KIND}"), class_="calculator-kind"),
        *([examples] if several else []),
        el("fieldset", el("legend", said(f"{name}.title")), *main),
        *_others(others, said),
        el(
            "div",
            el(
                "button",
                said("form.calculate"),
                type="submit",
                class_="md-button md-button--primary",
            ),
            el(
                "button",
                said("form.reset"),
                type="button",
                class_="md-button",
                data_do="reset",
                hidden="",
            ),
            class_="calculator-buttons",
        ),
        el(
            "p",
            said("form.undone"),
            " ",
            _button(said("form.undo"), data_do="undo"),
            class_="calculator-undo",
            data_part="undone",
            tabindex="-1",
            hidden="",
        ),
        method="dialog",  # pressed before the script is there, it goes nowhere and breaks no policy
        novalidate="",
        autocomplete="off",
    )


def _others(others: list[Element], said: Words) -> list[Element]:
    if not others:
        return []
    summary = el("summary", said("form.assumptions"))
    return [el("details", summary, *others, class_="calculator-others", data_key="assumptions")]


def _field(field: Field, kebab: str, module: Calculator, said: Words) -> Element:
    id_ = f"{kebab}-{field.name}"
    label = said(f"fields.{field.name}.label")
    inside = [*_hint(field, id_, said), _error(id_, said)]
    ends = [el("p", class_="calculator-note", data_part="note", hidden=""), *_usual(field, said)]
    alone = {key: given for key, given in module.PRESETS.items() if list(given) == [field.name]}
    if alone:
        name = kebab.replace("-", "_")
        ends.append(_chips(name, alone, fields(module.calculate), said, label))
    kind = field.kind
    attributes = {"class_": "calculator-field", "data_field": field.name}
    if isinstance(kind, Choice) and len(kind.options) <= RADIO_AT_MOST:
        radios = el("div", *_radios(field, kind, said), class_="calculator-choices")
        hint = f"{id_}-hint" if said.has(f"fields.{field.name}.hint") else None
        legend = el("legend", label)
        return el("fieldset", legend, *inside, radios, *ends, aria_describedby=hint, **attributes)
    control = _control(field, id_, said)
    return el("div", el("label", label, for_=id_), *inside, control, *ends, **attributes)


def _control(field: Field, id_: str, said: Words) -> Element:
    if isinstance(field.kind, Choice):
        return _select(field, field.kind, id_, said)
    if isinstance(field.kind, Rows):
        return _rows(field, field.kind, id_, said)
    return _text(field, field.kind, id_, said)


def _hint(field: Field, id_: str, said: Words) -> list[Element]:
    key = f"fields.{field.name}.hint"
    return [el("p", said(key), class_="calculator-hint", id=f"{id_}-hint")] if said.has(key) else []


def _error(id_: str, said: Words) -> Element:
    prefix = el("span", said("form.error"), class_="visually-hidden")
    message = el("span", data_part="message")
    return el("p", prefix, " ", message, class_="calculator-error", id=f"{id_}-error", hidden="")


def _usual(field: Field, said: Words) -> list[Element]:
    if not field.text(field.default):
        return []
    usual = option(field.kind, field.text(field.default), said)
    back = _button(said("form.back", value=usual), data_do="back")
    shown = el("span", data_part="text")
    return [el("p", shown, " ", back, class_="calculator-usual", data_part="usual", hidden="")]


def _text(field: Field, unit: Unit, id_: str, said: Words) -> Element:
    prefix, suffix = (said(f"units.{unit.name}.{end}") for end in ("prefix", "suffix"))
    described = f"{id_}-hint" if said.has(f"fields.{field.name}.hint") else None
    box = el(
        "input",
        type="text",
        id=id_,
        name=field.name,
        value=field.text(field.default),
        inputmode="numeric" if unit.whole else "decimal",
        class_="calculator-short" if unit.high <= SHORT else "calculator-long",
        autocomplete="off",
        spellcheck="false",
        enterkeyhint="done",
        aria_describedby=described,
    )
    return el("div", *_affix(prefix), box, *_affix(suffix), class_="calculator-input")


def _rows(field: Field, rows: Rows, id_: str, said: Words) -> Element:
    described = f"{id_}-hint" if said.has(f"fields.{field.name}.hint") else None
    box = el(
        "textarea",
        field.text(field.default),
        id=id_,
        name=field.name,
        rows=str(rows.shown),
        inputmode="text",  # a keyboard with a key for the next line
        class_="calculator-long",
        autocomplete="off",
        spellcheck="false",
        aria_describedby=described,
    )
    return el("div", box, class_="calculator-input")


def _affix(text: str) -> list[Element]:
    return [el("span", text, class_="calculator-affix", aria_hidden="true")] if text else []


def _select(field: Field, choice: Choice, id_: str, said: Words) -> Element:
    options = [
        el("option", option(choice, text, said), value=text, selected=_on(text == field.default))
        for text in choice.options
    ]
    described = f"{id_}-hint" if said.has(f"fields.{field.name}.hint") else None
    box = el(
        "select", *options, id=id_, name=field.name, autocomplete="off", aria_describedby=described
    )
    return el("div", box, class_="calculator-input")


def _radios(field: Field, choice: Choice, said: Words) -> list[Element]:
    return [
        el(
            "label",
            el(
                "input",
                type="radio",
                name=field.name,
                value=text,
                checked=_on(text == field.default),
            ),
            " ",
            option(choice, text, said),
        )
        for text in choice.options
    ]


def _chips(
    name: str,
    presets: Mapping[str, Mapping[str, Any]],
    form: dict[str, Field],
    said: Words,
    label: str,
) -> Element:
    """Build the chips of presets; one without words of its own is a region."""
    chips: list[Child] = [el("span", said("form.examples"), class_="calculator-chips-title")]
    for key, given in presets.items():
        texts = {field: form[field].text(value) for field, value in given.items()}
        own = f"{name}.presets.{key}"
        text = said(own) if said.has(own) else option(Choice("regions", ()), key, said)
        pressed = all(texts[field] == form[field].text(form[field].default) for field in texts)
        chips.append(
            el(
                "button",
                text,
                type="button",
                aria_pressed="true" if pressed else "false",
                data_preset=json.dumps(texts),
            )
        )
    return el("div", *chips, class_="calculator-chips", role="group", aria_label=label)


def _messages(said: Words, repository: str) -> Element:
    """Build every message of the runtime, hidden: the script only shows one and fills in bytes."""
    retry = _button(said("runtime.retry"), data_do="retry")
    report: list[Child] = []
    if repository:
        report = [
            " ",
            el("a", said("runtime.report"), href=f"{repository}/issues/new", data_do="report"),
        ]
    ends: dict[str, list[Child]] = {"failed": [" ", retry], "bug": report}
    names = ("loading", "slow", "failed", "unsupported", "offline", "too_long", "bug", "updated")
    return el(
        "div",
        *(
            el("p", said(f"runtime.{key}"), *ends.get(key, []), data_say=key, hidden="")
            for key in names
        ),
        class_="calculator-runtime",
    )


def _answer(name: str, kebab: str, said: Words) -> Element:
    badges = [
        el("p", said(f"answer.{key}"), class_="calculator-badge", data_say=key, hidden="")
        for key in ("stale", "example")
    ]
    return el(
        "section",
        el("h2", said("answer.heading"), tabindex="-1", id=f"{kebab}-answer"),
        *badges,
        el("p", said("answer.was"), class_="calculator-was", data_part="was", hidden=""),
        el(
            "div",
            *default_answer(name, said.language)["panel"],
            class_="calculator-panel",
            data_part="panel",
        ),
        _tools(kebab, said),
        _scenarios(kebab, said),
        el("p", said("answer.printed"), class_="calculator-link", data_part="link", hidden=""),
        class_="calculator-answer",
        aria_labelledby=f"{kebab}-answer",
    )


def _tools(kebab: str, said: Words) -> Element:
    """Build the group of what can be done with an answer, and the dialog that shares it."""
    done = said("tools.copied")
    return el(
        "div",
        _button(said("tools.share"), data_do="share"),
        _button(said("tools.table"), data_do="table", data_done=done),
        *(
            _button(kind.upper(), data_do="file", data_kind=kind, aria_label=said(f"tools.{kind}"))
            for kind in ("csv", "xlsx")
        ),
        _button(said("tools.print"), data_do="print"),
        _rate(kebab, said),
        _refused(said),
        _dialog(kebab, done, said),
        class_="calculator-tools",
        role="group",
        aria_label=said("tools.title"),
    )


def _scenarios(kebab: str, said: Words) -> Element:
    """Build where scenarios are kept and compared; the template is one that is kept."""
    id_ = f"{kebab}-scenario"
    box = el(
        "input",
        type="text",
        id=id_,
        maxlength="40",
        autocomplete="off",
        data_part="name",
        data_usual=said("scenarios.usual", number="{number}"),
    )
    restore = _button(said("scenarios.open"), data_do="restore")
    keep = _button(said("scenarios.keep"), data_do="keep", data_done=said("scenarios.done"))
    return el(
        "section",
        el("h3", said("scenarios.title"), id=f"{id_}s"),
        el("p", said("scenarios.hint"), class_="calculator-hint"),
        el("div", data_part="comparison"),
        *_kept(el("span"), [" ", restore], said),
        el(
            "div",
            el("label", said("scenarios.label"), for_=id_),
            el("div", box, keep, class_="calculator-input"),
            data_part="keep",
        ),
        el("p", said("scenarios.full"), data_part="full", hidden=""),
        class_="calculator-scenarios",
        aria_labelledby=f"{id_}s",
    )


def kept_scenarios(said: Words, root: str) -> Element:
    """Build the list of what the reader keeps, for a page without a calculator: each is a link."""
    groups = []
    for name in names():
        kebab, home = name.replace("_", "-"), address(root, load(name).HOME)
        title = f"{kebab}-kept"
        groups.append(
            el(
                "section",
                el("h3", said(f"{name}.title"), id=title),
                *_kept(el("a", href=home), [], said),
                el("p", class_="visually-hidden", role="status"),
                class_="kept",
                id=kebab,
                aria_labelledby=title,
                hidden="",
            )
        )
    return el("article", *groups, el("p", said("scenarios.none")), data_search_exclude="")


def _kept(name: Element, buttons: list[Child], said: Words) -> list[Element]:
    """Build a list of scenarios with the template of one, and what is said of them."""
    forget = _button(said("scenarios.forget"), data_do="forget")
    undo = _button(said("scenarios.undo"), data_do="unforget")
    return [
        el("ul", data_part="kept"),
        el("template", el("li", name, *buttons, " ", forget)),
        el("p", said("scenarios.gone"), " ", undo, data_part="gone", tabindex="-1", hidden=""),
        el("p", said("scenarios.denied"), data_part="denied", hidden=""),
    ]


def _rate(kebab: str, said: Words) -> Element:
    """Build the box for a rate at which the answer is shown in ringgit."""
    id_ = f"{kebab}-rate"
    box = el(
        "input",
        type="text",
        id=id_,
        inputmode="decimal",
        class_="calculator-short",
        autocomplete="off",
        data_part="rate",
        aria_describedby=f"{id_}-hint {id_}-message",
    )
    return el(
        "div",
        el("label", said("tools.rate"), for_=id_),
        el("p", said("tools.rate_hint"), class_="calculator-hint", id=f"{id_}-hint"),
        el("p", class_="calculator-note", data_part="rate-message", id=f"{id_}-message"),
        el("div", *_affix(said("format.ringgit").strip()), box, class_="calculator-input"),
        class_="calculator-rate",
    )


def _dialog(kebab: str, done: str, said: Words) -> Element:
    title, box = f"{kebab}-share", f"{kebab}-address"
    return el(
        "dialog",
        el("h3", said("tools.share"), id=title),
        el("p", said("tools.explained")),
        el("label", said("tools.address"), for_=box),
        el("input", type="text", id=box, readonly=""),
        el(
            "div",
            _button(said("tools.copy"), data_do="copyLink", data_done=done),
            _button(said("tools.send"), data_do="send"),
            _button(said("tools.close"), data_do="close"),
            _refused(said),
            class_="calculator-buttons",
        ),
        aria_labelledby=title,
    )


def _refused(said: Words) -> Element:
    return el("p", said("tools.refused"), data_part="refused", hidden="")


def _button(text: str, **attributes: str) -> Element:
    return el("button", text, type="button", **attributes)


def _on(is_on: bool) -> str | None:  # noqa: FBT001 - one boolean, and the name says what it turns on
    return "" if is_on else None
