"""`script/bench`: hand over to `benchmarks/bench.py`, which may use the workshop."""

from .extension import call


def main(arguments):
    """Measure; see `script/bench --help`."""
    return call("bench", arguments)
