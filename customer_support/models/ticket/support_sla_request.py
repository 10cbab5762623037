import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...const import OPEN_KINDS

_logger = logging.getLogger(__name__)

# Tickets of one transaction: their rows are held for about a second.
_BATCH = 100
_RETRY_AFTER = timedelta(minutes=1)


class SupportSlaRequest(models.Model):
    """Edited policies or hours on their way to many open tickets, batch by batch.

    Where it stands is written in the transaction of each batch: killed at any moment,
    the job goes on with the next ticket and does none twice.
    """

    _name = "support.sla.request"
    _description = "Service Levels Applied to Open Tickets"
    _order = "id desc"
    _rec_name = "source"

    source = fields.Char("What Was Changed", required=True, readonly=True)
    policy_id = fields.Many2one("support.sla.policy", readonly=True, ondelete="cascade")
    calendar_id = fields.Many2one(
        "resource.calendar", readonly=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", "Asked By", required=True, readonly=True, ondelete="cascade"
    )
    company_ids = fields.Many2many("res.company", readonly=True)
    state = fields.Selection(
        [("running", "In Progress"), ("done", "Done"), ("stopped", "Stopped")],
        required=True,
        default="running",
        readonly=True,
    )
    done_date = fields.Datetime("Ended", readonly=True)
    # How far it is
    total_count = fields.Integer("Tickets to Look At", readonly=True)
    processed_count = fields.Integer("Looked At", readonly=True)
    changed_count = fields.Integer("Changed", readonly=True)
    failed_count = fields.Integer("Failed", readonly=True)
    progress = fields.Float(compute="_compute_progress")
    last_ticket_id = fields.Integer(readonly=True)
    until_ticket_id = fields.Integer(readonly=True)
    # Ids of tickets on which somebody worked when it was their turn: done at the end.
    # No relation: a reference to a row that is held would wait for it.
    held_tickets = fields.Json(readonly=True)

    _running_uniq = models.UniqueIndex(
        "(state) WHERE state = 'running'",
        "Open tickets are being brought up to date already. Wait until that is done.",
    )

    @api.depends("processed_count", "total_count", "state")
    def _compute_progress(self):
        for request in self:
            share = request.processed_count / (request.total_count or 1)
            request.progress = 100 if request.state == "done" else min(share, 1) * 100

    # -- Asking ---------------------------------------------------------------------
    @api.model
    def _ensure_none_runs(self):
        """Refuse to begin while other changes are still on their way.

        :raise UserError: says how far they are
        """
        # Also one of another company counts; nothing of it is told but how far it is.
        running_sudo = self.sudo().search([("state", "=", "running")], limit=1)
        if running_sudo:
            raise UserError(
                self.env._(
                    "Open tickets are being brought up to date already: %(done)s of "
                    "%(total)s are done. Wait until that is finished.",
                    done=running_sudo.processed_count,
                    total=running_sudo.total_count,
                )
            )

    @api.model
    def _start(self, policy, calendar):
        """Let the job bring the open tickets up to date; the caller checked the rights.

        :return: the request, as superuser
        """
        self._ensure_none_runs()
        candidates = self.env["support.ticket"].search(
            self._prepare_domain(policy, calendar), order="id desc", limit=1
        )
        request_sudo = self.sudo().create(
            {
                "source": (calendar or policy).display_name,
                "policy_id": policy.id,
                "calendar_id": calendar.id,
                "user_id": self.env.uid,
                "company_ids": [(6, 0, self.env.companies.ids)],
                "until_ticket_id": candidates.id,
                "total_count": self.env["support.ticket"].search_count(
                    self._prepare_domain(policy, calendar)
                ),
            }
        )
        self.env.ref("customer_support.ir_cron_apply_sla_requests")._trigger()
        return request_sudo

    @api.model
    def _prepare_domain(self, policy, calendar):
        """Return the open tickets that a change may concern; cheap to count."""
        is_open = Domain("stage_kind", "in", OPEN_KINDS)
        if calendar:
            in_these_hours = Domain("calendar_id", "=", calendar.id) & Domain(
                "state", "in", ("running", "paused")
            )
            return is_open & Domain("sla_clock_ids", "any", in_these_hours)
        if policy.company_id:
            return is_open & Domain("company_id", "=", policy.company_id.id)
        return is_open

    @api.model
    def _apply(self, tickets, policy, calendar):
        """Give tickets what is promised now; what has run is kept.

        :return: the tickets that changed
        """
        outdated = tickets if calendar else tickets._filter_outdated_sla()
        source = calendar or policy
        outdated._sync_service_levels(
            fields.Datetime.now(),
            rematch=True,
            recalculate=bool(calendar),
            reason=self.env._("“%(changed)s” was changed", changed=source.display_name),
        )
        return outdated

    # -- Actions --------------------------------------------------------------------
    def action_stop(self):
        """Leave the tickets that have not been looked at as they are."""
        self.check_access("read")
        self.env["support.sla.apply"].check_access("create")
        # Who may apply service levels may stop that, and write nothing else of it.
        running_sudo = self.sudo().filtered(lambda request: request.state == "running")
        running_sudo._end("stopped")

    def action_open_tickets(self):
        """Show the open tickets that this looks at."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_ticket_action"
        )
        domain = self._prepare_domain(self.policy_id, self.calendar_id)
        return {**action, "domain": list(domain), "context": {}}

    def _end(self, state):
        self.write({"state": state, "done_date": fields.Datetime.now()})

    # -- Cron -----------------------------------------------------------------------
    @api.model
    def _cron_apply_sla_requests(self):
        """Go on where the last run ended, until the time of the job is over."""
        for request in self.search([("state", "=", "running")]):
            request._run()

    def _run(self):
        """Look at the tickets batch by batch; each batch is a transaction."""
        self.ensure_one()
        time_left = True
        while time_left and self.state == "running":
            try:
                time_left = self._run_batch()
            except OperationalError:
                # Somebody else was faster with one of the tickets: the batch again.
                self.env.cr.rollback()
                self._try_later()
                return

    def _run_batch(self):
        """Look at the next tickets, commit, and return the time left.

        :return: seconds, 0 to stop for now
        """
        self._lock()
        fresh = self._find_tickets(
            Domain("id", ">", self.last_ticket_id)
            & Domain("id", "<=", self.until_ticket_id)
        )
        tickets = fresh or self._find_tickets(
            Domain("id", "in", self.held_tickets or [])
        )
        if not tickets:
            self._end("done")
            self.env["ir.cron"]._commit_progress(remaining=0)
            return 0
        ready = tickets.try_lock_for_update(allow_referencing=True)
        if not ready and not fresh:
            self._try_later()
            return 0
        changed, failed = self._apply_safely(ready)
        self._note_batch(fresh, tickets, ready, changed, failed)
        return self.env["ir.cron"]._commit_progress(
            len(ready), remaining=max(self.total_count - self.processed_count, 1)
        )

    def _lock(self):
        """Let one process work on the request, and know how far it is."""
        self.env.cr.execute(
            "SELECT 1 FROM support_sla_request WHERE id = %s FOR NO KEY UPDATE NOWAIT",
            [self.id],
        )
        self.invalidate_recordset()

    def _find_tickets(self, domain):
        """Return the next tickets, as those who asked see them."""
        user = self.user_id
        tickets = (
            self.env["support.ticket"]
            .with_user(user)
            .with_context(allowed_company_ids=self.company_ids.ids, lang=user.lang)
        )
        return tickets.search(
            self._prepare_domain(self.policy_id, self.calendar_id) & domain,
            order="id",
            limit=_BATCH,
        )

    def _apply_safely(self, tickets):
        """Apply to all at once; if one fails, to each on its own.

        :return: number of tickets that changed, number that failed
        """
        try:
            with self.env.cr.savepoint():
                return len(self._apply_flushed(tickets)), 0
        except OperationalError:
            raise
        except Exception:
            if len(tickets) == 1:
                _logger.exception("Service levels of ticket %s failed", tickets.id)
                return 0, 1
        results = [self._apply_safely(ticket) for ticket in tickets]
        return tuple(sum(numbers) for numbers in zip(*results, strict=True))

    def _apply_flushed(self, tickets):
        requests = self.with_env(tickets.env)
        changed = requests._apply(
            tickets,
            self.policy_id.with_env(tickets.env),
            self.calendar_id.with_env(tickets.env),
        )
        tickets.env.flush_all()
        return changed

    def _note_batch(self, fresh, tickets, ready, changed, failed):
        held = {*(self.held_tickets or []), *tickets.ids} - set(ready.ids)
        self.write(
            {
                "last_ticket_id": fresh[-1:].id or self.last_ticket_id,
                "held_tickets": sorted(held),
                "processed_count": self.processed_count + len(ready),
                "changed_count": self.changed_count + changed,
                "failed_count": self.failed_count + failed,
            }
        )

    def _try_later(self):
        cron = self.env.ref("customer_support.ir_cron_apply_sla_requests")
        cron._trigger(at=fields.Datetime.now() + _RETRY_AFTER)
        self.env["ir.cron"]._commit_progress()
