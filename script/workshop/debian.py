"""Debian packages without touching the system: a private apt, unpacked by dpkg.

apt checks the archive's signatures as always; only its configuration, lists and
downloads live in the cache. It works for any user.
"""

import os
import re
import shutil
from pathlib import Path

from . import files, settings
from .report import fail
from .shell import run

NO_NETWORK = (
    "Debian's archive cannot be read. Is there a network? "
    "The machine's own apt settings (sources, proxy) are used."
)


class Archive:
    """One private apt configuration.

    :param str suite: the Debian suite to read; None means the machine's own suites
    """

    def __init__(self, suite=None):
        self.folder = settings.CACHE / "apt" / (suite or "machine")
        self.suite = suite

    def download(self, packages, *, with_dependencies=False):
        """Download packages and return the folder that holds the `.deb` files.

        :param bool with_dependencies: also all that the machine lacks to install them
        """
        self._update()
        downloads = self.folder / "downloads"
        shutil.rmtree(downloads, ignore_errors=True)
        (downloads / "partial").mkdir(parents=True)
        if with_dependencies:
            verb = ["install", "--no-install-recommends", "--download-only", "-y"]
        else:
            verb = ["download"]
        self._apt(*verb, *packages, cwd=downloads)
        return downloads

    def _update(self):
        (self.folder / "lists" / "partial").mkdir(parents=True, exist_ok=True)
        (self.folder / "cache").mkdir(exist_ok=True)
        sources = _get_machine_sources()
        if self.suite:
            sources = _replace_suite(sources, self.suite)
        for stale in self.folder.glob("debian.*"):
            stale.unlink()
        (self.folder / f"debian.{_get_format(sources)}").write_text(sources)
        self._apt("update", "--error-on=any")

    def _apt(self, *arguments, cwd=None):
        sources = next(self.folder.glob("debian.*"))
        options = {
            "Dir::Etc::sourcelist": sources,
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::State::Lists": self.folder / "lists",
            "Dir::Cache": self.folder / "cache",
            "Dir::Cache::archives": self.folder / "downloads",
            "Debug::NoLocking": 1,
            "Acquire::Languages": "none",
            "APT::Sandbox::User": "root",
        }
        flags = [f"-o{name}={value}" for name, value in options.items()]
        run(["apt-get", "-q", *flags, *arguments], problem=NO_NETWORK, cwd=cwd)


def unpack(folder, target):
    """Unpack every `.deb` of a folder into `target`, then delete the downloads."""
    for package in sorted(folder.glob("*.deb")):
        run(["dpkg-deb", "-x", package, target], problem=f"{package.name} is broken.")
    shutil.rmtree(folder)


def get_version(folder, package):
    """Return the version of a downloaded package."""
    deb = next(folder.glob(f"{package}_*.deb"))
    return run(["dpkg-deb", "-f", deb, "Version"], problem="dpkg-deb fails.").strip()


def get_library_path(root):
    """Return an LD_LIBRARY_PATH with the shared libraries of an unpacked tree."""
    folders = [*root.glob("usr/lib/*-linux-gnu*"), *root.glob("lib/*-linux-gnu*")]
    folders += [path for folder in folders for path in folder.glob("pulseaudio")]
    return os.pathsep.join(str(folder) for folder in folders)


def provide(name, packages):
    """Return the folder of an unpacked tool with its libraries; fetch it if absent."""
    target = settings.CACHE / "tools" / name
    with files.lock(f"tool-{name}"):
        if not target.exists():
            with files.building(target) as folder:
                debs = Archive().download(packages, with_dependencies=True)
                unpack(debs, folder)
    return target


def _get_machine_sources():
    """Return the text of the machine's own Debian sources."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        fail(
            "This machine has no apt. On another system than Debian, give an existing "
            "Odoo 19 (ODOO_SOURCE or ODOO_COMMAND) and PostgreSQL (PGHOST)."
        )
    candidates = [
        Path("/etc/apt/sources.list.d/debian.sources"),
        Path("/etc/apt/sources.list"),
        *sorted(Path("/etc/apt/sources.list.d").glob("*.sources")),
    ]
    for path in candidates:
        if path.is_file() and "debian" in _strip_comments(path.read_text()):
            return _strip_comments(path.read_text())
    return fail("The sources of Debian's archive are not found below /etc/apt.")


def _strip_comments(text):
    return re.sub(r"^#.*\n?", "", text, flags=re.M)


def _get_format(sources):
    return "sources" if re.search(r"^URIs:", sources, re.M) else "list"


def _replace_suite(sources, suite):
    """Return the sources of one suite of the same mirror, without security updates."""
    if _get_format(sources) == "sources":
        stanzas = [s for s in re.split(r"\n\s*\n", sources.strip()) if "URIs:" in s]
        main = next(s for s in stanzas if "-security" not in s)
        return re.sub(r"^Suites:.*$", f"Suites: {suite}", main, flags=re.M) + "\n"
    lines = [line for line in sources.splitlines() if line.startswith("deb ")]
    main = next(line for line in lines if "security" not in line)
    options, mirror = re.match(r"deb\s+(\[[^]]*\])?\s*(\S+)", main).groups()
    return f"deb {options or ''} {mirror} {suite} main\n"
