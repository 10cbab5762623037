"""Arithmetic on spans of time: (start, end) or (start, end, what), the end exclusive.

Lists are in order. Where a function says "without overlaps", its input must be so, and
its result is.
"""

from bisect import bisect_left, bisect_right
from itertools import pairwise
from operator import itemgetter

_start = itemgetter(0)
_end = itemgetter(1)


def merge(spans):
    """Return the time that any of the (start, end) covers, without overlaps."""
    merged = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        elif start < end:
            merged.append((start, end))
    return merged


def cut(spans, start, end):
    """Return the parts between two instants of spans without overlaps."""
    first, last = (
        bisect_right(spans, start, key=_end),
        bisect_left(spans, end, key=_start),
    )
    return [
        (max(span[0], start), min(span[1], end), *span[2:])
        for span in spans[first:last]
    ]


def remove(spans, start, end):
    """Return spans without overlaps without the time between two instants."""
    return replace(spans, start, end, [])


def replace(spans, start, end, others):
    """Return spans without overlaps with others between two instants."""
    first, last = (
        bisect_right(spans, start, key=_end),
        bisect_left(spans, end, key=_start),
    )
    touched = spans[first:last]
    before = [(s[0], start, *s[2:]) for s in touched if s[0] < start]
    after = [(end, s[1], *s[2:]) for s in touched if end < s[1]]
    return [*spans[:first], *before, *others, *after, *spans[last:]]


def intersect(spans, hours):
    """Return the parts of spans in (start, end) hours; both without overlaps."""
    parts = []
    index = 0
    for span in spans:
        while index < len(hours) and hours[index][1] <= span[0]:
            index += 1
        position = index
        while position < len(hours) and hours[position][0] < span[1]:
            start, end = hours[position]
            parts.append((max(start, span[0]), min(end, span[1]), *span[2:]))
            position += 1
    return parts


def subtract(spans, hours):
    """Return the parts of spans outside (start, end) hours; both without overlaps."""
    parts = []
    index = 0
    for span in spans:
        start, end = span[0], span[1]
        while index < len(hours) and hours[index][1] <= start:
            index += 1
        position = index
        while position < len(hours) and hours[position][0] < end:
            if start < hours[position][0]:
                parts.append((start, hours[position][0], *span[2:]))
            start = max(start, hours[position][1])
            position += 1
        if start < end:
            parts.append((start, end, *span[2:]))
    return parts


def join_equal(spans):
    """Return spans with what: those that follow each other with the same are one."""
    joined = []
    for start, end, what in spans:
        if joined and joined[-1][1] == start and joined[-1][2] == what:
            joined[-1] = (joined[-1][0], end, what)
        else:
            joined.append((start, end, what))
    return joined


def overlay(lists, start, end):
    """Return what is there at every time between two instants, and where is nothing.

    :param lists: lists of (start, end, what), each without overlaps
    :return: list of (start, end, frozenset of what) without holes: they are empty sets
    """
    changes = {start: [], end: []}
    for spans in lists:
        for begin, finish, what in cut(spans, start, end):
            changes.setdefault(begin, []).append((1, what))
            changes.setdefault(finish, []).append((-1, what))
    counts, parts = {}, []
    for instant, following in pairwise(sorted(changes)):
        for step, what in changes[instant]:
            counts[what] = counts.get(what, 0) + step
        present = frozenset(what for what, count in counts.items() if count)
        parts.append((instant, following, present))
    return join_equal(parts)
