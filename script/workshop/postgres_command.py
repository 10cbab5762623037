"""`script/postgres start|stop|status`: keep the private cluster running."""

from . import files, postgres
from .report import fail, say


def main(arguments):
    """Act on the private cluster."""
    verbs = {"start": _start, "stop": _stop, "status": _status}
    if len(arguments) != 1 or arguments[0] not in verbs:
        fail("Usage: script/postgres start|stop|status")
    if postgres.is_external():
        fail("PGHOST names a server of your own; the scripts leave it alone.")
    verbs[arguments[0]](postgres.Cluster())


def _start(cluster):
    cluster.folder.mkdir(parents=True, exist_ok=True)
    cluster.keep.touch()
    with cluster.used():
        _status(cluster)


def _stop(cluster):
    cluster.keep.unlink(missing_ok=True)
    with files.lock("postgres"):
        cluster.stop()
    _status(cluster)


def _status(cluster):
    if cluster.is_running():
        say(f"running: PGHOST={cluster.socket} PGUSER={postgres.ROLE}")
    else:
        say("not running")
