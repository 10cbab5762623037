"""Which test files an area means, and how they are shared among processes."""

import json
from collections import defaultdict
from pathlib import Path

from . import addons, settings
from .report import fail

TESTS = settings.ROOT / settings.ADDON / "tests"
GLUE_AREA = "glue"
DURATIONS = settings.CACHE / "test-durations.json"


def get_areas():
    """Return the test files of every area, as found on the disk.

    An area is a folder of `tests/`; a file directly in it belongs to the area that is
    the second word of its name (`test_structure.py`: structure). The tests of all glue
    addons are one area.
    """
    areas = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        folder = path.parent.relative_to(TESTS).parts
        area = folder[0] if folder else path.stem.split("_")[1]
        areas[area].append(path)
    for addon in addons.get_glue_addons():
        areas[GLUE_AREA] += sorted((settings.ROOT / addon).rglob("test_*.py"))
    return dict(areas)


def select(arguments):
    """Return the test files that the arguments name: areas, or paths of files."""
    areas = get_areas()
    if not areas:
        fail(f"No test is found in {TESTS}.")
    if not arguments:
        return [path for paths in areas.values() for path in paths]
    selected = []
    for argument in arguments:
        selected += _get_files(argument, areas)
    return list(dict.fromkeys(selected))


def _get_files(argument, areas):
    path = Path(argument).resolve()
    if any(path in paths for paths in areas.values()):
        return [path]
    if argument in areas:
        return areas[argument]
    return fail(
        f"There is no test area {argument!r}. Areas: {', '.join(sorted(areas))}; "
        "the path of a test file is possible too."
    )


def is_in_area(path, area):
    """Tell whether a test file belongs to an area."""
    return path in get_areas().get(area, ())


def get_tags(paths, *, any_tag=False):
    """Return Odoo's `--test-tags` for files.

    :param bool any_tag: also tests that are not `standard`
    """
    prefix = "*" if any_tag else ""
    return ",".join(f"{prefix}/{path.relative_to(settings.ROOT)}" for path in paths)


def share(paths, count):
    """Share files among `count` processes that should end at the same time."""
    durations = _read_durations()
    shares = [[] for _number in range(count)]
    loads = [0.0] * count
    for path in sorted(paths, key=lambda path: -durations.get(path.stem, 5)):
        lightest = loads.index(min(loads))
        shares[lightest].append(path)
        loads[lightest] += durations.get(path.stem, 5)
    return [share for share in shares if share]


def remember_durations(durations):
    """Keep how long files took, for the next `share`."""
    known = {**_read_durations(), **durations}
    DURATIONS.write_text(json.dumps(known, indent=1, sort_keys=True))


def _read_durations():
    try:
        return json.loads(DURATIONS.read_text())
    except (OSError, ValueError):
        return {}
