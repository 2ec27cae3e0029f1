"""The name that zipimport's readers ask of importlib.resources; nothing here reads resources."""

abc = None
