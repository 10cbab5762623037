"""PostgreSQL: the one that the user names, or a private cluster in the cache.

The private cluster listens on a UNIX socket only, and trades durability for speed:
it holds nothing that cannot be made again. It runs while a workshop process uses it;
the last one stops it, unless `script/postgres start` keeps it.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from . import debian, files, settings
from .report import fail, say, step
from .shell import run

ROLE = "odoo"  # Odoo refuses to work as "postgres"
MINIMUM_VERSION = 13
MAXIMUM_SOCKET_PATH = 80

CONFIGURATION = """
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 512MB
work_mem = 32MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
jit = off
# Nothing in this cluster is worth a sync: it can be made again at any time.
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum_naptime = 5min
"""


def is_external():
    """Tell whether the user gave an existing server."""
    return bool(os.environ.get("PGHOST"))


@contextmanager
def running():
    """Have a server while the block runs; programs find it by the environment."""
    if is_external():
        os.environ.setdefault("PGPORT", "5432")
        _check_external()
        yield
        return
    cluster = Cluster()
    with cluster.used():
        yield


class Cluster:
    """The private cluster of this cache."""

    def __init__(self):
        self.folder = settings.CACHE / "postgres"
        self.data = self.folder / "data"
        self.log = self.folder / "log"
        self.keep = self.folder / "keep"
        self.socket = self._get_socket()
        self.owner = _get_owner()
        self.bin, self.libraries = _find_programs()

    @contextmanager
    def used(self):
        """Start the server if needed, count as a user, and stop it as the last one.

        A user is a shared lock, which the kernel releases however the process ends.
        """
        files.ensure_cache()
        self.folder.mkdir(exist_ok=True)
        with open(self.folder / "users", "w") as users:
            with files.lock("postgres"):
                fcntl.flock(users, fcntl.LOCK_SH)
                self.start()
            self._set_environment()
            try:
                yield self
            finally:
                with files.lock("postgres"):
                    if _is_last_user(users) and not self.keep.exists():
                        self.stop()

    def start(self):
        """Start the server, creating the cluster the first time."""
        if not (self.data / "complete").exists():
            with step("A private PostgreSQL cluster"):
                self._create()
        if not self.is_running():
            self._control("start", "-w", "-l", self.log)

    def stop(self):
        """Stop the server; connections are cut."""
        if self.is_running():
            self._control("stop", "-w", "-m", "fast")

    def is_running(self):
        """Tell whether the server runs."""
        pid_file = self.data / "postmaster.pid"
        try:
            os.kill(int(pid_file.read_text().split()[0]), 0)
        except (OSError, ValueError, IndexError):
            return False
        return True

    def _create(self):
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700)
        self._own(self.data)
        self.log.touch()
        self._own(self.log)
        self._run(
            ["initdb", "-D", self.data, "-U", ROLE, "--auth=trust"]
            + ["--encoding=UTF8", "--locale=C", "--no-sync"],
            problem="PostgreSQL cannot make a cluster.",
        )
        with open(self.data / "postgresql.conf", "a") as configuration:
            configuration.write(CONFIGURATION)
            configuration.write(f"unix_socket_directories = '{self.socket}'\n")
        (self.data / "complete").touch()

    def _get_socket(self):
        """Return the folder of the socket, with a path short enough for one."""
        folder = self.folder / "socket"
        if len(str(folder)) <= MAXIMUM_SOCKET_PATH:
            return folder
        name = hashlib.sha256(str(folder).encode()).hexdigest()[:8]
        return Path(tempfile.gettempdir()) / f"{settings.ADDON}-{name}"

    def _own(self, path):
        if self.owner:
            os.chown(path, self.owner.pw_uid, self.owner.pw_gid)

    def _control(self, verb, *arguments):
        self.socket.mkdir(mode=0o700, exist_ok=True)
        self._own(self.socket)
        self._run(
            ["pg_ctl", verb, "-D", self.data, *arguments],
            problem=f"PostgreSQL does not {verb}; its log is {self.log}.",
            start_new_session=True,
        )

    def _run(self, command, **options):
        """Run a program of PostgreSQL as the cluster's owner."""
        if self.owner:
            options.update(
                user=self.owner.pw_uid, group=self.owner.pw_gid, extra_groups=[]
            )
        program, *arguments = command
        environment = {**os.environ, "LC_ALL": "C", **self.libraries}
        run([self.bin / program, *arguments], env=environment, cwd="/", **options)

    def _set_environment(self):
        """Let psql, createdb and Odoo find the server by PostgreSQL's variables."""
        os.environ.update(
            PGHOST=str(self.socket), PGPORT="5432", PGUSER=ROLE, PGPASSWORD="x"
        )


def execute(statement, database="postgres", *, problem="PostgreSQL refuses"):
    """Run one SQL statement and return its rows as tuples of text.

    :param str problem: what to tell the user before PostgreSQL's own words
    """
    folder, libraries = _find_programs()
    output = run(
        [folder / "psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1"]
        + ["-d", database, "-c", statement],
        problem=f"{problem}: {statement}",
        env={**os.environ, **libraries},
    )
    return [tuple(line.split("\t")) for line in output.splitlines()]


def _find_programs():
    """Return the folder of PostgreSQL's programs and the variables to run them."""
    installed = {
        int(folder.parent.name): folder
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if (folder / "initdb").exists() and folder.parent.name.isdigit()
    }
    if installed and max(installed) >= MINIMUM_VERSION:
        return installed[max(installed)], {}
    if not (settings.CACHE / "tools" / "postgresql").exists():
        say("-> PostgreSQL (from Debian) ...")
    root = debian.provide("postgresql", ["postgresql"])
    folder = next(root.glob("usr/lib/postgresql/*/bin"))
    return folder, {"LD_LIBRARY_PATH": debian.get_library_path(root)}


def _get_owner():
    """Return the user that runs the cluster; None is ourselves.

    PostgreSQL refuses to run as root.
    """
    if os.geteuid():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return fail("Run the script as a normal user: PostgreSQL does not run as root.")


def _is_last_user(users):
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _check_external():
    problem = f"The PostgreSQL server of PGHOST={os.environ['PGHOST']} cannot be used"
    ((number,),) = execute("SHOW server_version_num", problem=problem)
    version = int(number) // 10000
    if version < MINIMUM_VERSION:
        fail(f"PostgreSQL {version} is too old; Odoo 19 needs {MINIMUM_VERSION}.")
