"""Commands that live in `benchmarks/`, beside the data that they need."""

import importlib
import sys

from . import settings
from .report import fail


def call(name, arguments):
    """Call `main(arguments)` of a module of `benchmarks/`; return its exit code."""
    path = settings.ROOT / "benchmarks" / f"{name}.py"
    if not path.exists():
        fail(f"{path} is not written yet.")
    sys.path.insert(0, str(settings.ROOT))
    return importlib.import_module(f"benchmarks.{name}").main(arguments)
