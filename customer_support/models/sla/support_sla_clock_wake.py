import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.fields import Domain

from ...logic import sla_clock

_logger = logging.getLogger(__name__)

# Clocks that one run of the job takes on; the rest follows at once in the next run.
_BATCH = 200
_RETRY_AFTER = timedelta(minutes=15)


class SupportSlaClockWake(models.AbstractModel):
    """What happens when the moment of a clock has come: warning, breach, escalation."""

    _name = "support.sla.clock.wake"
    _description = "Wake-ups of Service Level Clocks"

    @api.model
    def _cron_fire_sla_steps(self):
        """Do what is due on clocks whose moment has come, each step once.

        Every clock is a transaction of its own: killed in between, the job goes on
        where it was; a clock that somebody else holds is left to the next run.
        """
        # Whose turn it is, is asked again one by one: what waits may change meanwhile.
        for clock in self._get_due_clocks():
            clock._fire_safely()
            self.env["ir.cron"]._commit_progress(1)
        remaining = self.search_count(self._get_due_domain(), limit=_BATCH)
        if remaining:
            self.env["ir.cron"]._commit_progress(remaining=remaining)

    @api.model
    def _get_due_clocks(self):
        return self.search(self._get_due_domain(), order="wake_date, id", limit=_BATCH)

    @api.model
    def _get_due_domain(self):
        now = fields.Datetime.now()
        return Domain("state", "=", "running") & Domain("wake_date", "<=", now)

    def _fire_safely(self):
        """Fire the steps of one clock; a failure is logged and stops nothing else."""
        self.ensure_one()
        try:
            self._fire_locked()
        except Exception as error:
            self.env.cr.rollback()
            if isinstance(error, OperationalError):
                # Somebody else was faster: the clock stays due.
                return
            _logger.exception("Escalation of service level clock %s failed", self.id)
            self.wake_date = fields.Datetime.now() + _RETRY_AFTER
            self._trigger_wake({self.wake_date})

    def _fire_locked(self):
        clock = self.try_lock_for_update(allow_referencing=True)
        clock.invalidate_recordset()
        clock.filtered_domain(self._get_due_domain())._fire_due_steps(
            fields.Datetime.now()
        )

    def _fire_due_steps(self, now):
        """Write down what has been reached, plan the next wake-up, then escalate.

        :param datetime now: naive UTC
        """
        for clock in self:
            reached, wake_at = clock._get_reached_steps(now)
            clock._log_steps(reached, now)
            clock.write({"wake_date": wake_at or False})
            clock._trigger_wake({wake_at})
            clock._escalate(reached)

    def _get_reached_steps(self, now):
        """Return the steps that have come since the last time, and when the next comes.

        :return: (list of ``logic.sla_clock.Step``, naive UTC datetime or None)
        """
        self.ensure_one()
        policies = self.env["support.sla.policy"]
        clock = self._get_clock()
        steps = policies._get_target_definition(self.target_id).get_steps(clock.target)
        done = self._get_done_steps()[self.id]
        pending = [step for step in steps if step.key not in done]

        def calculate(hours):
            reached = sla_clock.get_reached_steps(clock, pending, now, hours)
            later = [step for step in pending if step not in reached]
            return reached, sla_clock.get_next_wake(clock, later, hours)

        instants = [now, clock.running_since]
        return self._with_hours(self.calendar_id.id, instants, calculate)

    def _log_steps(self, steps, now):
        self.ensure_one()
        kinds = {"warning": "warning", "breach": "breach"}
        self.env["support.sla.event"].create(
            [
                {
                    "clock_id": self.id,
                    "kind": kinds.get(step.key, "escalation"),
                    "date": self.due_date if step.key == "breach" else now,
                    "due_date": self.due_date,
                    "target_seconds": self.target_seconds,
                    "step": self._get_step(step.key),
                    "user_id": self.env.uid,
                    "reason": self._get_step_reason(step.key),
                }
                for step in steps
            ]
        )
        if any(step.key == "breach" for step in steps) and not self.breached_date:
            self.breached_date = self.due_date

    @api.model
    def _get_step_reason(self, key):
        if key in ("warning", "breach"):
            return False
        escalation = self.env["support.sla.escalation"]._find_by_step_key(key)
        labels = dict(escalation._fields["action"]._description_selection(self.env))
        return labels.get(escalation.action)

    def _escalate(self, steps):
        """Run the escalations among the steps, as long as the clock still waits."""
        self.ensure_one()
        for step in steps:
            if step.key in ("warning", "breach") or self.state != "running":
                continue
            escalation = self.env["support.sla.escalation"]._find_by_step_key(step.key)
            if escalation:
                escalation._escalate(self)
