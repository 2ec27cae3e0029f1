"""Drop from the theme's styles what no page needs, a third of what a page loads of them.

A rule goes if it asks for a class, or for the value of an attribute, that stands nowhere: in no
page and in no script. So none that could match is lost. A custom property goes if none asks for it.
"""

import re
from collections.abc import Iterable

QUOTED = r""" "(?:\\.|[^"\\])*+" | '(?:\\.|[^'\\])*+' """
PARENTHESES = r"\( (?: [^()] | \([^()]*\) )*+ \)"
BRACKETS = r"\[ [^\]]*+ \]"
RULE = re.compile(
    rf"""( (?: {QUOTED} | [^"'{{}};] )*+ )
    (?: ; | \{{ ( (?: {QUOTED} | [^"'{{}}] | \{{ (?: {QUOTED} | [^"'{{}}] )*+ \}} )*+ ) \}} )""",
    re.VERBOSE,
)
SELECTOR = re.compile(rf"(?: {PARENTHESES} | {BRACKETS} | [^,(\[] )++", re.VERBOSE)
# What is in parentheses may be an alternative or a negation: it is not looked at.
ASIDE = re.compile(PARENTHESES, re.VERBOSE)
NAME = re.compile(r"""\.((?:[\w-]|\\.)+)|\[[\w-]+=["']?([\w-]+)""")
WORD = re.compile(r"[\w-]+")
GROUPS = ("@media", "@supports")
PROPERTY = re.compile(rf"""(?<=[{{;]) (--[\w-]+) : (?: {QUOTED} | [^"'{{}};] )*+ ;?""", re.VERBOSE)
ASKED = re.compile(r"var\((--[\w-]+)")


def words_of(texts: Iterable[str]) -> set[str]:
    """Return everything in pages and scripts that may be a class or a value."""
    return {word for text in texts for word in WORD.findall(text)}


def without_idle_rules(css: str, words: set[str]) -> str:
    """Return a style sheet without the rules that cannot match.

    >>> without_idle_rules(".a,.b:not(.c){top:0}@media print{.b{top:1px}}", {"a"})
    '.a{top:0}'
    """

    def kept(rule: re.Match[str]) -> str:
        head, body = rule.groups()
        if body is None:
            return rule[0]
        if head.startswith(GROUPS):
            inside = without_idle_rules(body, words)
            return f"{head}{{{inside}}}" if inside else ""
        if head.startswith("@"):
            return rule[0]
        selectors = [each for each in SELECTOR.findall(head) if can_match(each, words)]
        return f"{','.join(selectors)}{{{body}}}" if selectors else ""

    return RULE.sub(kept, css)


def can_match(selector: str, words: set[str]) -> bool:
    """Tell whether each class and value that a selector asks for stands anywhere."""
    names = (class_ or value for class_, value in NAME.findall(ASIDE.sub("", selector)))
    return all(part in words for name in names for part in WORD.findall(name))


def properties_of(css: str) -> set[str]:
    """Return the custom properties that a style sheet asks for.

    >>> properties_of("a{color:var(--x);--y:1}")
    {'--x'}
    """
    return set(ASKED.findall(css))


def without_idle_properties(css: str, names: set[str]) -> str:
    """Return a style sheet without the custom properties that nothing asks for.

    >>> without_idle_properties("a{--x:1;--y:url('a;b');top:0}", {"--x"})
    'a{--x:1;top:0}'
    """
    return PROPERTY.sub(lambda found: found[0] if found[1] in names else "", css)
