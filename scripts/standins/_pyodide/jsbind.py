"""How Pyodide calls a JavaScript function that has no type hints: no other is called."""

from _pyodide_core import JsFuncSignature, js2py_default_call_result, py2js_default

no_default = object()


class BindClass:
    """Stand for the mark of a hinted class; there is none."""


def anything(*_: object, **__: object) -> None:
    """Take any arguments."""


default_signature = JsFuncSignature(
    *(anything, False, 0, (), (), py2js_default, (), (), (), py2js_default),
    js2py_default_call_result,
)
get_attr_sig = func_to_sig = bind_class_sig = anything
