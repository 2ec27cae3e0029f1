"""What may go wrong in a build, said so that a person can mend it."""


class BuildError(Exception):
    """Stop the build; the text says in plain words what is wrong and where."""
