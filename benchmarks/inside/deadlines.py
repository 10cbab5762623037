"""Deadlines: the arithmetic of many, and a job among few and among many open clocks."""

import json
import time
from datetime import datetime, timedelta, timezone

from .databases import open_databases
from .generate import Generator
from .meter import Meter

REQUESTS = 10_000
DUE = 50
ALLOWED_MINUTES = 60
START = datetime(2026, 3, 2, 9)


def main(_env, parameters):
    """Measure, and return the result as JSON."""
    parameters = json.loads(parameters)
    meter = Meter()
    with open_databases(parameters["databases"]) as envs:
        desks = {size: Desk(env, int(size)) for size, env in envs.items()}
        for _round in range(parameters["rounds"] + 1):
            for size, desk in desks.items():
                desk.make_due()
                meter.measure("wake-up", size, desk.env, desk.wake_up)
        arithmetic = measure_arithmetic(next(iter(envs.values())), parameters["rounds"])
    return json.dumps({"jobs": meter.get_results(), "arithmetic": arithmetic})


def measure_arithmetic(env, rounds):
    """Return the best seconds for all requests: ours cold, ours warm, the host's."""
    calendar = env["resource.calendar"].create({"name": "Bench", "tz": "Europe/Rome"})
    requests = [
        (START + timedelta(minutes=7 * number), timedelta(hours=1 + number % 40))
        for number in range(REQUESTS)
    ]

    def ours():
        return calendar._add_working_time(requests)

    def ours_cold():
        env.registry.clear_cache()
        return ours()

    def hosts():
        return [
            calendar.plan_hours(
                duration.total_seconds() / 3600,
                start.replace(tzinfo=timezone.utc),
                compute_leaves=True,
            )
            for start, duration in requests
        ]

    # Before anything is compared: both say the same.
    theirs = [due.astimezone(timezone.utc).replace(tzinfo=None) for due in hosts()]
    same = sum(a == b for a, b in zip(ours(), theirs, strict=True))
    seconds = {
        name: min(_time(call) for _round in range(times))
        for name, call, times in (
            ("ours, hours fetched", ours_cold, rounds),
            ("ours, hours known", ours, rounds),
            ("plan_hours once each", hosts, 1),
        )
    }
    return {"seconds": seconds, "same": same, "requests": REQUESTS}


def _time(call):
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


class Desk:
    """A number of open tickets, each with a clock that runs; some become due."""

    def __init__(self, env, size):
        self.env = env
        policy = env["support.sla.policy"].create(self._prepare_policy())
        policies = env["support.sla.policy"].search([("id", "!=", policy.id)])
        policies.action_archive()
        ticket = env["support.ticket"].create({"name": "The lamp flickers"})
        self.clock = ticket.sla_clock_ids
        generator = Generator(env, size)
        later = "TIMESTAMP '2100-01-01'"
        generator._multiply(
            ticket, size, number="'B' || g", access_token="NULL", sla_due_date=later
        )
        env.cr.execute("SELECT max(id) - %s FROM support_ticket", [size])
        [first] = env.cr.fetchone()
        generator._multiply(
            self.clock,
            size,
            ticket_id=f"{first} + g",
            wake_date=later,
            due_date=later,
        )
        env.cr.commit()

    @staticmethod
    def _prepare_policy():
        minutes = {f"minutes_{priority}": ALLOWED_MINUTES for priority in range(4)}
        target = {"kind": "resolution", **minutes}
        return {
            "name": "Bench",
            "around_the_clock": True,
            "target_ids": [(0, 0, target)],
        }

    def make_due(self):
        """Let the time of some clocks, spread over all, have run out an hour ago."""
        self.env.cr.execute(
            """
            UPDATE support_sla_clock
               SET started_date = now() at time zone 'UTC' - interval '2 hours',
                   running_since = now() at time zone 'UTC' - interval '2 hours',
                   due_date = now() at time zone 'UTC' - interval '1 hour',
                   wake_date = now() at time zone 'UTC' - interval '1 hour'
             WHERE id IN (SELECT id FROM support_sla_clock
                           WHERE wake_date = TIMESTAMP '2100-01-01'
                           ORDER BY md5(id::text) LIMIT %s)
            """,
            [DUE],
        )
        self.env.cr.commit()

    def wake_up(self):
        """Do what the job does: warning and breach of each due clock."""
        self.env["support.sla.clock"]._cron_fire_sla_steps()
