"""Answer from the command line what the pages answer, in their words and by their rules."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, NamedTuple, cast

from calc.answer import whole_answer
from calc.batch import Refused, answer_rows, field_messages
from calc.calculators import load, names
from calc.form import Field, amount, fields, messages, read
from calc.records import as_data
from calc.terminal import WIDTH, to_text
from calc.text import Words, words
from calc.units import Choice, Rows

if TYPE_CHECKING:
    from io import TextIOWrapper

LANGUAGE = "en"
LANGUAGES = sorted(path.stem for path in Path(__file__).with_name("locale").glob("*.toml"))
FLAGS = ("json", "help")
OTHERS = ("lang", "batch")
DONE, BAD_ROWS, REFUSED, STOPPED = 0, 1, 2, 130


class Asked(NamedTuple):
    """Hold what a command line asks for; ``texts`` are the fields', ``options`` the others."""

    calculator: str
    texts: dict[str, str]
    options: dict[str, str]


def main(arguments: Sequence[str]) -> int:
    """Answer, and return 0, 1 where a row of a file was bad, 2 where nothing could be answered."""
    for stream in (sys.stdout, sys.stderr):
        cast("TextIOWrapper", stream).reconfigure(encoding="utf-8")
    pairs = _pairs(arguments)
    language = dict(pairs).get("lang") or LANGUAGE
    said = words(language if language in LANGUAGES else LANGUAGE, folder="command")
    try:
        return _run(_asked(pairs, said), said)
    except Refused as refused:
        _complain(str(refused))
        return REFUSED
    except BrokenPipeError:  # whoever reads the answer has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return STOPPED


def _run(asked: Asked, said: Words) -> int:
    if not asked.calculator:
        return _write(_list(said))
    if "help" in asked.options:
        return _write(_options(asked.calculator, said))
    form = fields(load(asked.calculator).calculate)
    reading = read(form, asked.texts)
    if reading.messages:
        lines = [
            said("command.message", option=key, message=told)
            for key, told in field_messages(form, reading, said).items()
        ]
        raise Refused("\n".join(lines))
    if "batch" in asked.options:
        return _batch(asked, said)
    if "json" in asked.options:
        for key, told in messages(form, reading, said).items():
            _complain(said("command.message", option=key, message=told))
        result = load(asked.calculator).calculate(**reading.values)
        return _write(json.dumps(as_data(result), ensure_ascii=False, indent=2))
    return _answer(asked, said)


def _answer(asked: Asked, said: Words) -> int:
    """Write the page's own answer, and complain of what may be meant otherwise or was left out."""
    question = {"calculator": asked.calculator, "lang": said.language, "fields": asked.texts}
    answered = whole_answer(question)
    for key, field in answered["fields"].items():
        for told in filter(None, (field["message"], field["note"])):
            _complain(said("command.message", option=key, message=told))
    width = min(WIDTH, get_terminal_size((WIDTH, 0)).columns)
    return _write(to_text(answered["panel"], width))


def _batch(asked: Asked, said: Words) -> int:
    """Answer the rows of a file, or of the standard input."""
    if "json" in asked.options:
        raise Refused(said("batch.no_json"))
    name = asked.options["batch"]
    with ExitStack() as stack:
        try:
            source: str | int = sys.stdin.fileno() if name == "-" else name
            file = stack.enter_context(
                open(source, encoding="utf-8-sig", newline="", closefd=name != "-")
            )
            good = answer_rows(asked.calculator, asked.texts, file, sys.stdout, _complain, said)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise Refused(said("batch.no_file", file=name, reason=error.strerror)) from error
        except UnicodeDecodeError as error:
            raise Refused(said("batch.no_utf_8", file=name)) from error
    sys.stdout.flush()
    return DONE if good else BAD_ROWS


# ------------------------------------------------------------------ what is asked


def _pairs(arguments: Sequence[str]) -> list[tuple[str, str | None]]:
    """Pair each option with the text that follows; a text that follows none has the name ````."""
    pairs: list[tuple[str, str | None]] = []
    left = list(arguments)
    while left:
        name, equals, text = left.pop(0).partition("=")
        key = name.removeprefix("--").replace("-", "_") if name != "-h" else "help"
        value: str | None = text if equals else ""
        if not name.startswith("--") and name != "-h":
            key, value = "", name + equals + text
        elif not equals and key not in FLAGS:
            value = left.pop(0) if left and not left[0].startswith("--") else None
        pairs.append((key, value))
    return pairs


def _asked(pairs: list[tuple[str, str | None]], said: Words) -> Asked:
    """Check the names, and that a text stands where one must."""
    first = next((text for key, text in pairs if not key), "") or ""
    name = first.replace("-", "_")
    if name and name not in names():
        raise Refused(said("command.no_calculator", name=first, names=", ".join(names())))
    keys = [*(fields(load(name).calculate) if name else ()), *OTHERS, *FLAGS]
    texts = {}
    for key, text in pairs[:]:
        if not key and text != first:
            raise Refused(said("command.no_option", text=text))
        if key and key not in keys:
            raise Refused(said("command.unknown", option=key, options=_named(keys)))
        if text is None:
            raise Refused(said("command.no_value", option=key))
        texts[key] = text
    if texts.get("lang", LANGUAGE) not in LANGUAGES:
        raise Refused(
            said("command.no_language", language=texts["lang"], languages=", ".join(LANGUAGES))
        )
    options = {key: text for key, text in texts.items() if key in (*OTHERS, *FLAGS)}
    typed = texts.keys() - options.keys() - {""}
    form = fields(load(name).calculate) if typed else {}
    return Asked(name, {key: form[key].lines(texts[key]) for key in typed}, options)


# ------------------------------------------------------------------ what is said


def _list(said: Words) -> str:
    """List the calculators with their titles, and the ways to ask."""
    titles = {name: said(f"{name}.title") for name in names()}
    return said("command.usage", names=_columns(titles), languages=", ".join(LANGUAGES))


def _options(name: str, said: Words) -> str:
    """List a calculator's options: label, what may follow, starting value."""
    form = fields(load(name).calculate)
    told = {f"--{key}": _option(form[key], said) for key in form}
    return said("command.options", title=said(f"{name}.title"), name=name, options=_columns(told))


def _option(field: Field, said: Words) -> str:
    label, usual = said(f"fields.{field.name}.label"), field.text(field.default)
    start = f"; {said('form.usual', value=usual)}" if usual else ""
    return f"{label}: {offered(field, said)}{start}"


def offered(field: Field, said: Words) -> str:
    """Write what a field may hold, as it is typed: the ids of a choice, the ends of a number."""
    if isinstance(field.kind, Choice):
        return ", ".join(field.kind.options)
    if isinstance(field.kind, Rows):
        return said("form.rows", most=field.kind.most)
    ends = {end: amount(field.kind, getattr(field.kind, end), said) for end in ("low", "high")}
    return said("format.range", **ends)


def _columns(rows: Mapping[str, str]) -> str:
    """Write names with their texts beside them."""
    width = max(map(len, rows))
    return "\n".join(f"  {name.ljust(width)}  {text}" for name, text in rows.items())


def _named(keys: Sequence[str]) -> str:
    return ", ".join(f"--{key}" for key in keys)


def _write(text: str) -> int:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
    return DONE


def _complain(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
