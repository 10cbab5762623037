"""`script/screenshots`: hand over to `benchmarks/screenshots.py`."""

from .extension import call


def main(arguments):
    """Photograph the demo shop for the documentation."""
    return call("screenshots", arguments)
