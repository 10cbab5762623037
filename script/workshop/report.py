"""What the user sees: progress lines, and errors that say what to do."""

import signal
import sys
import time
from contextlib import contextmanager


class Failure(Exception):
    """A problem that the user can understand and act on; shown without traceback."""


def fail(message):
    """Stop the command with a message that names the problem and the way out."""
    raise Failure(message)


def say(message):
    """Print one progress line at once, also when the output is a file."""
    print(message, flush=True)


@contextmanager
def step(title):
    """Announce a long step and say how long it took."""
    say(f"-> {title} ...")
    started = time.monotonic()
    yield
    say(f"   done in {time.monotonic() - started:.0f} s")


def run_main(main):
    """Run `main(arguments)` as a command: exit code, Ctrl-C and failures handled."""
    # Also when the command was started in the background, where SIGINT is ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        sys.exit(main(sys.argv[1:]) or 0)
    except Failure as failure:
        print(f"\nError: {failure}", file=sys.stderr, flush=True)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr, flush=True)
        sys.exit(130)
