import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...const import OPEN_KINDS, PROBLEM_ANSWER_STATES

_logger = logging.getLogger(__name__)
_CRON = "customer_support.ir_cron_answer_problems"
_BATCH = 200


class SupportProblemAnswer(models.Model):
    """The solution of a problem on its way to one ticket.

    A ticket gets the solution of a problem once: the row is there once, and it is
    written as sent in the transaction that posts the answer. Killed in between, the job
    finds it waiting, and nothing was posted.
    """

    _name = "support.problem.answer"
    _description = "Answer to a Ticket of a Problem"
    _order = "id"

    problem_id = fields.Many2one(
        "support.problem", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="problem_id.company_id", store=True)
    ticket_id = fields.Many2one(
        "support.ticket", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", "Answers", required=True, readonly=True)
    state = fields.Selection(
        PROBLEM_ANSWER_STATES, required=True, default="waiting", readonly=True
    )
    lang = fields.Char("Language", readonly=True)
    sent_date = fields.Datetime("Sent", readonly=True)
    error = fields.Char(readonly=True)

    _ticket_uniq = models.UniqueIndex("(problem_id, ticket_id)")
    _waiting_idx = models.Index("(id) WHERE state = 'waiting'")

    @api.model
    def _add(self, problem, tickets):
        """Queue the answers that were not queued before; return how many.

        Those that failed are tried again.
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO support_problem_answer AS answer (problem_id, company_id,
                       ticket_id, user_id, state, create_date, create_uid)
                SELECT %(problem)s, %(company)s, unnest(%(tickets)s::int[]), %(user)s,
                       'waiting', %(now)s, %(user)s
                    ON CONFLICT (problem_id, ticket_id) DO UPDATE
                   SET state = 'waiting', user_id = %(user)s, error = NULL
                 WHERE answer.state = 'failed'
                RETURNING id
                """,
                problem=problem.id,
                company=problem.company_id.id,
                tickets=sorted(tickets.ids),
                user=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        added = len(self.env.cr.fetchall())
        if added:
            self.invalidate_model()
            # Whoever may answer need not have rights on jobs.
            self.sudo().env.ref(_CRON)._trigger_with_commit()
        return added

    @api.model
    def _cron_answer(self):
        """Send what waits, one ticket after the other; one failure stops no other."""
        waiting = self.search([("state", "=", "waiting")], limit=_BATCH)
        for answer in waiting:
            answer._send_safely()
            self.env["ir.cron"]._commit_progress(1)
        remaining = self.search_count([("state", "=", "waiting")], limit=_BATCH)
        if remaining and len(waiting) == _BATCH:
            self.env["ir.cron"]._commit_progress(remaining=remaining)

    def _send_safely(self):
        """Send one answer, or write down why not."""
        # Another run has it, or has had it: the row says so.
        locked = self.try_lock_for_update().filtered(lambda a: a.state == "waiting")
        if not locked:
            return
        try:
            with self.env.cr.savepoint():
                locked._send()
        except OperationalError:
            # Somebody works on the ticket just now: it waits for the next run.
            _logger.info("Answer %s waits: its ticket is being written", self.id)
        except Exception as error:
            _logger.warning("Answer %s could not be sent", self.id, exc_info=error)
            locked.write({"state": "failed", "error": str(error)[:200]})

    def _send(self):
        """Answer in the customer's language as the user who asked for it, and solve."""
        self.ensure_one()
        ticket = self.ticket_id.with_user(self.user_id).with_company(self.company_id)
        if self.ticket_id.stage_kind not in OPEN_KINDS:
            self.state = "skipped"
            return
        lang = self.ticket_id.partner_id.lang
        solution = self.env["support.problem.solution"]._choose(
            self.problem_id.solution_ids, lang
        )
        if not solution:
            raise UserError(self.env._("The solution was removed."))
        ticket.check_access("write")
        ticket.message_post(
            body=solution.body,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        ticket.action_solve()
        self.write(
            {
                "state": "sent",
                "sent_date": fields.Datetime.now(),
                "lang": solution.lang,
            }
        )

    def action_open_ticket(self):
        """Open the ticket of the row."""
        self.ensure_one()
        return self.ticket_id.get_formview_action()
