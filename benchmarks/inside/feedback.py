"""Feedback: many customers are asked by the job, in batches."""

import json
import time
from contextlib import contextmanager
from unittest.mock import patch

from odoo import fields

from odoo.addons.base.models.ir_cron import IrCron

from .databases import open_databases

_BATCH = 1000


def main(_env, parameters):
    """Fill the database, ask everybody, and return the result as JSON."""
    parameters = json.loads(parameters)
    with open_databases(parameters["databases"]) as envs:
        [env] = envs.values()
        result = _ask(env, parameters["invitations"])
    return json.dumps(result)


def _ask(env, count):
    _plan(env, count)
    invitations = env["support.feedback.invitation"]
    queries, started = env.cr.sql_log_count, time.perf_counter()
    with _no_cron():
        while invitations.search_count([("state", "=", "queued")], limit=1):
            invitations._cron_ask()
            env.cr.commit()
            env.transaction.clear()
    seconds = time.perf_counter() - started
    queries = env.cr.sql_log_count - queries
    sent = invitations.search([("state", "=", "sent")])
    addresses = set(sent.mapped("email_normalized"))
    return {
        "invitations": len(sent),
        "doubled": len(sent) - len(addresses),
        "seconds": seconds,
        "queries": queries,
    }


def _plan(env, count):
    """Let so many customers be asked now."""
    program = env["support.feedback.program"].create(
        {"name": "Bench", "event": "return", "company_id": env.company.id}
    )
    team = env["support.team"].search([], limit=1)
    now = fields.Datetime.now()
    for start in range(0, count, _BATCH):
        numbers = range(start, min(start + _BATCH, count))
        partners = env["res.partner"].create(
            [
                {"name": f"Bench {n}", "email": f"bench{n}@bench.example"}
                for n in numbers
            ]
        )
        tickets = env["support.ticket"].create(
            [
                {"name": "Bench", "partner_id": partner.id, "team_id": team.id}
                for partner in partners
            ]
        )
        env["support.feedback.invitation"].create(
            [
                ticket._prepare_invitation_vals(program, "return", now)
                for ticket in tickets
            ]
        ).due_date = now
        env.cr.commit()
        env.transaction.clear()


@contextmanager
def _no_cron():
    """Run the job's method as the scheduler does, without its own transactions."""

    def commit_progress(cron, processed=0, *, remaining=None, deactivate=False):
        cron.env.cr.commit()
        return 60.0

    with patch.object(IrCron, "_commit_progress", commit_progress):
        yield
