"""So many events per period and key, with a bounded memory."""

from collections import OrderedDict
from collections.abc import Hashable


class RateWindow:
    """Count the events of each key in fixed windows of time.

    Forgets the keys that were opened longest ago when there are too many of them.

    :param limit: events that one key may have in a window
    :param period: length of a window in seconds
    :param size: keys that are remembered at once
    """

    def __init__(self, limit: int, period: float, size: int = 1024):
        self.limit = limit
        self.period = period
        self.size = size
        self._windows: OrderedDict[Hashable, tuple[float, int]] = OrderedDict()

    def allows(self, key: Hashable, now: float) -> bool:
        """Count an event; tell whether it is within the limit.

        :param now: seconds of any clock that never runs backwards
        """
        start, count = self._windows.get(key, (now, 0))
        if now - start >= self.period:
            del self._windows[key]
            start, count = now, 0
        if count >= self.limit:
            return False
        self._windows[key] = (start, count + 1)
        if len(self._windows) > self.size:
            self._windows.popitem(last=False)
        return True
