"""Seconds and queries of one operation, repeated and without luck."""

import gc
import time
from collections import defaultdict
from statistics import median
from unittest.mock import patch

from odoo.addons.base.models.ir_mail_server import IrMail_Server


class Meter:
    """Collects samples by (operation, subject)."""

    def __init__(self):
        self.samples = defaultdict(list)

    def measure(self, operation, subject, env, call, *, count=1):
        """Run ``call`` once and note what one of its ``count`` operations took.

        Caches of records are cold, those of the registry warm: as in a server that
        gets its next request. What was written is committed, and paid for.
        """
        env.cr.commit()
        env.transaction.clear()
        gc.collect()
        queries, started = env.cr.sql_log_count, time.perf_counter()
        call()
        env.cr.commit()
        seconds = time.perf_counter() - started
        self.samples[operation, subject].append(
            (seconds / count, (env.cr.sql_log_count - queries) / count)
        )

    def get_results(self):
        """Return {operation: {subject: [median seconds, median queries]}}.

        The first sample of each was the warm-up.
        """
        results = defaultdict(dict)
        for (operation, subject), samples in self.samples.items():
            seconds, queries = zip(*(samples[1:] or samples), strict=True)
            results[operation][subject] = [median(seconds), median(queries)]
        return results


def without_mail_server():
    """Let every mail be written and none be sent: all peers save the same."""
    return patch.multiple(
        IrMail_Server,
        _connect__=lambda *args, **kwargs: None,
        send_email=lambda self, message, *args, **kwargs: message["Message-Id"],
    )
