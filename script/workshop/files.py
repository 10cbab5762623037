"""Folders that are either complete or absent, locks, and fingerprints."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager

from . import settings
from .report import fail


def ensure_cache():
    """Create the cache folder; fail clearly without rights or space."""
    try:
        settings.CACHE.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        fail(
            f"The cache folder {settings.CACHE} cannot be made: {error.strerror}.\n"
            "Set CUSTOMER_SUPPORT_CACHE to a folder that you may write to."
        )
    if not os.access(settings.CACHE, os.W_OK):
        fail(
            f"The cache folder {settings.CACHE} is not writable.\n"
            "Set CUSTOMER_SUPPORT_CACHE to a folder that you may write to."
        )


def ensure_free_space():
    """Fail before a download when the disk is nearly full."""
    free = shutil.disk_usage(settings.CACHE).free / 1e9
    if free < settings.MINIMUM_FREE_GB:
        fail(
            f"{free:.1f} GB are free below {settings.CACHE}, "
            f"{settings.MINIMUM_FREE_GB} GB are needed.\n"
            "Free some space, or set CUSTOMER_SUPPORT_CACHE to another disk."
        )


@contextmanager
def building(target):
    """Give a temporary folder that becomes `target` when the block succeeds.

    Whatever happens, `target` is complete or not there at all.
    """
    ensure_free_space()
    target.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{target.name}-"
    for stale in target.parent.glob(f"{prefix}*"):
        shutil.rmtree(stale, ignore_errors=True)
    folder = type(target)(tempfile.mkdtemp(prefix=prefix, dir=target.parent))
    try:
        folder.chmod(0o755)
        yield folder
        if target.exists():
            shutil.rmtree(target)
        folder.rename(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def lock(name):
    """Hold the named lock of this cache; wait for other workshop processes."""
    folder = settings.CACHE / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / name, "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def get_fingerprint(*parts):
    """Return a short hash of texts and of files' contents, in the given order."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(
            part.read_bytes() if hasattr(part, "read_bytes") else part.encode()
        )
        digest.update(b"\0")
    return digest.hexdigest()[:12]
