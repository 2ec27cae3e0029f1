"""The maths, words and answers of the guide's calculators, the same on CPython and Pyodide."""

__version__ = "1.0.0"
