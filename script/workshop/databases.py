"""Databases: two tiers of templates, and clones of them in a second.

    base      the host's modules that the addon depends on; depends on the host only
    product   a clone of a base with the addon installed; depends on its files

Each exists without demo data (for tests) and with it (for demonstration). The name of
a template contains a fingerprint of what it was made from, so it is never stale; a
half-made one has another name. Filestores are copied as hard links: Odoo names their
files by content and never changes one.
"""

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass

from . import addons, files, logs, postgres, settings
from .host import DATA
from .report import fail, step

PREFIX = "customer_support"
DEMO = f"{PREFIX}_demo"
KEPT_TEMPLATES = 3  # of a kind; other clones may share the cache


@dataclass(frozen=True)
class Template:
    """A finished database that is only ever cloned."""

    kind: str
    fingerprint: str

    @property
    def name(self):
        """Return the name of the database."""
        return f"{PREFIX}_{self.kind}_{self.fingerprint}"


class Databases:
    """The databases that this clone works with, on one host."""

    def __init__(self, host):
        self.host = host

    def provide_product(self, *, with_demo):
        """Return the template with the addon as it is now, made if it is not there."""
        kind = "shop" if with_demo else "product"
        base = self.provide_base(with_demo=with_demo)
        key = files.get_fingerprint(base.fingerprint, addons.get_fingerprint())
        template = Template(kind, key)
        self._build(
            template,
            f"Database with {settings.ADDON}{_with(with_demo)}",
            [settings.ADDON],
            with_demo=with_demo,
            source=base.name,
        )
        return template

    def provide_base(self, *, with_demo=False):
        """Return the template without the addon, made if it is not there."""
        modules = addons.get_host_modules()
        key = files.get_fingerprint(self.host.version, ",".join(modules))
        template = Template("base_demo" if with_demo else "base", key)
        self._build(
            template,
            f"Database with the host's modules{_with(with_demo)}",
            modules,
            with_demo=with_demo,
        )
        return template

    def _build(self, template, title, modules, *, with_demo, source=None):
        """Make a template under another name and rename it when it is complete."""
        if exists(template.name):
            return
        unfinished = f"{PREFIX}_tmp_{os.getpid()}"
        with step(title):
            if source:
                clone(source, unfinished)
            try:
                self.install(unfinished, modules, with_demo=with_demo)
                rename(unfinished, template.name)
            finally:
                drop(unfinished)
        _drop_old(template.kind)

    def install(self, database, modules, *, with_demo=False, update=False):
        """Install or update modules; fail with the log's errors if there are any."""
        names = ",".join(modules)
        log = settings.CACHE / "logs" / f"install-{database}.log"
        arguments = ["-d", database, "-u" if update else "-i", names]
        arguments += ["--with-demo"] if with_demo else []
        arguments += ["--stop-after-init", "--no-http"]
        code = self.host.run_to_log(arguments, log)
        errors = logs.get_unexpected_errors(logs.parse(log.read_text().splitlines()))
        if code or errors:
            text = "\n".join(str(record) for record in errors)
            fail(f"{names} cannot be installed; the log is {log}\n\n{text}")

    @contextmanager
    def cloned(self, count, *, with_demo):
        """Give the names of `count` clones of the product, dropped afterwards."""
        names = [f"{PREFIX}_tmp_{os.getpid()}_{number}" for number in range(count)]
        with files.lock("databases"):
            drop_abandoned()
            template = self.provide_product(with_demo=with_demo)
            for name in names:
                clone(template.name, name)
        try:
            yield names
        finally:
            for name in names:
                drop(name)

    def provide_demo(self, *, fresh=False):
        """Return the name of the demo database, made once and updated as needed.

        :param bool fresh: throw away what was done in it
        """
        with files.lock("databases"):
            drop_abandoned()
            if fresh:
                drop(DEMO)
            if not exists(DEMO):
                clone(self.provide_product(with_demo=True).name, DEMO)
                _set_mark(DEMO, addons.get_fingerprint())
            elif _get_mark(DEMO) != addons.get_fingerprint():
                with step("The addon changed: updating the demo database"):
                    self.install(DEMO, [settings.ADDON], update=True)
                _set_mark(DEMO, addons.get_fingerprint())
        return DEMO


def exists(name):
    """Tell whether a database exists."""
    return bool(postgres.execute(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))


def clone(source, name):
    """Copy a database that nobody uses, and its filestore."""
    postgres.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    if _get_filestore(source).exists():
        shutil.copytree(
            _get_filestore(source), _get_filestore(name), copy_function=os.link
        )


def rename(name, new_name):
    """Rename a database that nobody uses, and its filestore."""
    if _get_filestore(name).exists():
        shutil.rmtree(_get_filestore(new_name), ignore_errors=True)
        _get_filestore(name).rename(_get_filestore(new_name))
    postgres.execute(f'ALTER DATABASE "{name}" RENAME TO "{new_name}"')


def drop(name):
    """Drop a database and its filestore, whoever still uses it; none is fine."""
    postgres.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(_get_filestore(name), ignore_errors=True)


def drop_abandoned():
    """Drop the databases of workshop processes that were killed."""
    for (name,) in postgres.execute(
        f"SELECT datname FROM pg_database WHERE datname ~ '^{PREFIX}_tmp_[0-9]+'"
    ):
        pid = int(name.removeprefix(f"{PREFIX}_tmp_").split("_")[0])
        if not os.path.exists(f"/proc/{pid}"):
            drop(name)


def _drop_old(kind):
    pattern = f"^{PREFIX}_{kind}_[0-9a-f]+$"
    for (name,) in postgres.execute(
        f"SELECT datname FROM pg_database WHERE datname ~ '{pattern}' "
        f"ORDER BY oid DESC OFFSET {KEPT_TEMPLATES}"
    ):
        drop(name)


def _get_filestore(name):
    return DATA / "filestore" / name


def _get_mark(name):
    """Return the fingerprint of the addon that a database was last updated to."""
    ((mark,),) = postgres.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
        f"WHERE datname = '{name}'"
    )
    return mark


def _set_mark(name, mark):
    postgres.execute(f"COMMENT ON DATABASE \"{name}\" IS '{mark}'")


def _with(with_demo):
    return " and demo data" if with_demo else ""
