"""A name that Pyodide imports while it starts; errors are printed by the interpreter itself."""
