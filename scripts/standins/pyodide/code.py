"""The tools to run code that Pyodide offers JavaScript; calc is only imported."""
