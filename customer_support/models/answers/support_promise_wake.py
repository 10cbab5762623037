import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.fields import Domain

from ...logic import promise as promise_logic

_logger = logging.getLogger(__name__)

CRON = "customer_support.ir_cron_wake_promises"
_BATCH = 200
_RETRY_AFTER = timedelta(minutes=15)


class SupportPromiseWake(models.AbstractModel):
    """What happens when the moment of a promise comes: a reminder, then the breach."""

    _name = "support.promise.wake"
    _description = "Wake-ups of Promises"

    wake_date = fields.Datetime(readonly=True, copy=False)
    warned_date = fields.Datetime("Reminded", readonly=True, copy=False)
    activity_id = fields.Many2one("mail.activity", ondelete="set null", copy=False)

    _wake_idx = models.Index("(wake_date, id) WHERE wake_date IS NOT NULL")

    def _plan_wake(self):
        """Note when something is to be done next, and let the job come then."""
        instants = set()
        for promise in self:
            wake_at = promise_logic.get_wake(
                promise._get_promise(), promise._get_warn_date()
            )
            promise.wake_date = wake_at or False
            instants.add(wake_at)
        self._trigger_wake(instants)

    def _get_warn_date(self):
        """Return when the owner is reminded: working hours of his team before."""
        team = self.team_id
        hours = timedelta(hours=team.promise_warn_hours)
        [warn_at] = team.calendar_id._add_working_time([(self.due_date, -hours)])
        return warn_at

    @api.model
    def _trigger_wake(self, instants):
        instants = {instant for instant in instants if instant}
        if instants:
            cron_id = self.env["ir.model.data"]._xmlid_to_res_id(CRON)
            self.env["ir.cron"].browse(cron_id)._trigger(at=sorted(instants))

    @api.model
    def _cron_wake_promises(self):
        """Remind and write down what is due, each promise a transaction of its own."""
        promises = self.search(
            self._get_due_domain(), order="wake_date, id", limit=_BATCH
        )
        for promise in promises:
            promise._wake_safely()
            self.env["ir.cron"]._commit_progress(1)
        remaining = self.search_count(self._get_due_domain(), limit=_BATCH)
        if remaining:
            self.env["ir.cron"]._commit_progress(remaining=remaining)

    @api.model
    def _get_due_domain(self):
        return Domain("wake_date", "<=", fields.Datetime.now())

    def _wake_safely(self):
        """Do what is due on one promise; a failure is logged and stops nothing else."""
        self.ensure_one()
        try:
            promise = self.try_lock_for_update(allow_referencing=True)
            promise.invalidate_recordset()
            promise.filtered_domain(self._get_due_domain())._wake(fields.Datetime.now())
            self.env.flush_all()
        except Exception as error:
            self.env.cr.rollback()
            if isinstance(error, OperationalError):
                return  # Somebody else was faster: it stays due.
            _logger.exception("Promise %s cannot be looked after", self.id)
            self.wake_date = fields.Datetime.now() + _RETRY_AFTER
            self._trigger_wake({self.wake_date})

    def _wake(self, now):
        """Remind the owner, or write down that the promise is broken.

        :param datetime now: naive UTC
        """
        for promise in self:
            broken = promise_logic.get_broken(promise._get_promise(), now)
            if broken:
                promise.broken_date = broken
                promise._tell_owner(promise._get_breach_text())
                promise._on_broken()
            else:
                promise.warned_date = now
                promise._tell_owner(promise._get_warning_text())
            promise._plan_wake()

    def _on_broken(self):
        """React to a broken promise. Hook: call ``super()``."""
        self.ticket_id._message_log(body=self._get_breach_text())

    # -- Telling the owner ----------------------------------------------------------
    def _get_owner(self):
        """Return who has to see to it: the ticket's agent, else who promised it."""
        people = (self.ticket_id.user_id, self.user_id, self.team_id.leader_id)
        able = [user for user in people if user.active and not user.share]
        return able[0] if able else self.env["res.users"]

    def _tell_owner(self, text):
        """Leave the owner one activity, which says how the promise stands now."""
        self.ensure_one()
        self.activity_id.unlink()
        owner = self._get_owner()
        if owner:
            self.activity_id = self.ticket_id.activity_schedule(
                "mail.mail_activity_data_todo", user_id=owner.id, summary=text
            )

    def _tell_contradiction(self):
        for promise in self:
            promise._tell_owner(
                self.env._(
                    "%(what)s is promised by %(due)s, and now planned for %(date)s",
                    what=promise.name,
                    due=promise._format_date(promise.due_date),
                    date=promise._format_date(promise.document_date),
                )
            )

    def _get_warning_text(self):
        return self.env._(
            "Promised by %(due)s: %(what)s",
            due=self._format_date(self.due_date),
            what=self.name,
        )

    def _get_breach_text(self):
        return self.env._(
            "Promise broken, it was due %(due)s: %(what)s",
            due=self._format_date(self.due_date),
            what=self.name,
        )
