"""The module in which Pyodide leaves its null, where json would write it; nothing here asks it."""
