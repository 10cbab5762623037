import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.fields import Domain

from ...logic.escalation import Entry, Found, climb, get_standing, load_policy

_logger = logging.getLogger(__name__)

# Alerts that one run of the job takes on; the rest follows at once in the next run.
_BATCH = 100
_RETRY_AFTER = timedelta(minutes=1)

# What the log calls it, and what it is for the ladder.
_ENTRIES = {
    "raised": "start",
    "climbed_again": "start",
    "called": "called",
    "skipped": "skipped",
    "handed_over": "handed_over",
    "unreachable": "unreachable",
    "exhausted": "exhausted",
}


class SupportAlertClimb(models.AbstractModel):
    """The engine: while nobody answers, the next one is called, each exactly once.

    Whom an alert has called is written in the transaction that queues the messages.
    A server that is killed before has done nothing, one that is killed after all of
    it; a second server finds the row locked, or changed, and leaves it alone.
    """

    _name = "support.alert.climb"
    _description = "Climbing of Support Alerts"

    # -- The job --------------------------------------------------------------------
    @api.model
    def _cron_climb_alerts(self):
        """Call who is due on alerts that nobody has answered.

        Every alert is a transaction of its own: killed in between, the job goes on
        where it was; one that somebody else holds is left to the next run.
        """
        for alert in self.search(self._get_due_domain(), limit=_BATCH):
            alert._climb_safely()
            self.env["ir.cron"]._commit_progress(1)
        remaining = self.search_count(self._get_due_domain(), limit=_BATCH)
        if remaining:
            self.env["ir.cron"]._commit_progress(remaining=remaining)

    @api.model
    def _get_due_domain(self):
        now = fields.Datetime.now()
        due = Domain("next_action_date", "<=", now)
        lost = Domain("notification_ids.state", "=", "undelivered")
        return Domain("state", "!=", "resolved") & (due | lost)

    def _climb_safely(self):
        """Climb one alert; a failure is logged, tried again, and stops nothing else."""
        self.ensure_one()
        try:
            self._climb_locked()
            self.env.flush_all()
        except OperationalError:
            # Somebody else was faster: the alert stays due.
            self.env.cr.rollback()
        except Exception:
            self.env.cr.rollback()
            _logger.exception("Support alert %s cannot climb", self.id)
            self.next_action_date = fields.Datetime.now() + _RETRY_AFTER
            self._trigger_climb(self.next_action_date)

    def _climb_locked(self):
        alert = self.try_lock_for_update(allow_referencing=True)
        alert.invalidate_recordset()
        for due in alert.filtered_domain(self._get_due_domain()):
            due._climb(fields.Datetime.now())

    def _climb(self, now):
        """Do all that is due on an alert.

        :param datetime now: naive UTC
        """
        self.ensure_one()
        self._settle_undelivered()
        if self._is_unresolved(now):
            self._set_state("triggered", "climbed_again")
        self._send_planned(now)
        if self.state == "triggered":
            self._call_next(now)
        self._plan_next_action()

    def _is_unresolved(self, now):
        """Tell whether somebody answered and then did not solve it in time."""
        deadline = self._get_resolve_deadline()
        return bool(deadline and deadline <= now)

    def _get_resolve_deadline(self):
        within = load_policy(self.policy_data).resolve_within
        if self.state != "acknowledged" or not within:
            return None
        return self.acknowledged_date + within

    # -- The ladder -----------------------------------------------------------------
    def _call_next(self, now):
        """Call the next step of the ladder if its time has come."""
        policy = load_policy(self.policy_data)
        call = climb(
            policy,
            self._get_history(),
            now,
            lambda step: self._find_for_step(step, now),
            self._get_last_called(policy),
        )
        for skip in call.skips:
            self._log("skipped", position=skip.position, reason=skip.reason)
        if call.is_exhausted:
            self._call_managers()
        elif call.position is not None:
            users = self.env["res.users"].browse(call.people)
            self._call_step(policy.get_step(call.position), call.position, users)

    def _get_history(self):
        """Return the log as ``logic.escalation.Entry``, as it happened."""
        return [
            Entry(_ENTRIES[event.kind], event.date, event.position)
            for event in self.event_ids.sorted("id")
            if event.kind in _ENTRIES
        ]

    def _get_last_called(self, policy):
        """Return who had the last turn of each step: {id of the step: id of the user}.

        Steps that were deleted since begin at the first person.
        """
        steps = self.env["support.escalation.step"]
        known = steps.browse(step.key for step in policy.steps).exists()
        return {step.id: step.last_user_id.id for step in known}

    def _find_for_step(self, step, now):
        """Return the ``logic.escalation.Found`` of a step: who can be called now."""
        users = self._find_people(step.kind, step.target_id, now)
        awake = users.filtered(lambda user: not user._is_quiet(self.importance, now))
        return Found(tuple(awake.ids), "quiet" if users else "nobody")

    def _find_first(self, policy, now):
        """Return the ``res.users`` whom a policy would call first, if it began now.

        :param policy: ``logic.escalation.Policy``
        """
        call = climb(
            policy,
            [Entry("start", now)],
            now,
            lambda step: self._find_for_step(step, now),
            self._get_last_called(policy),
        )
        return self.env["res.users"].browse(call.people)

    def _call_step(self, step, position, users):
        self.level = position + 1
        if step.round_robin:
            known = self.env["support.escalation.step"].browse(step.key).exists()
            known.last_user_id = users
        for user in users:
            self._log("called", position=position, user_id=user.id)
        self._tell(users)

    def _call_managers(self):
        """Nobody of the policy is left: those who answer for support are called."""
        managers = self._find_managers()
        self.is_exhausted = True
        self._log("exhausted", reason=False if managers else "nobody")
        self._tell(managers)

    # -- When the job looks again -----------------------------------------------------
    def _plan_next_action(self):
        """Note when something is due next, and wake the job for that minute."""
        for alert in self:
            alert.next_action_date = alert._get_next_action() or False
            alert._trigger_climb(alert.next_action_date)

    def _get_next_action(self):
        if self.state == "resolved":
            return None
        states = self.notification_ids.grouped("state")
        planned = states.get("planned", self.notification_ids.browse())
        instants = planned.mapped("due_date")
        if self.state == "triggered":
            policy = load_policy(self.policy_data)
            instants.append(get_standing(policy, self._get_history()).due_at)
        if "undelivered" in states:
            instants.append(fields.Datetime.now())
        return min(
            filter(None, [*instants, self._get_resolve_deadline()]), default=None
        )

    @api.model
    def _trigger_climb(self, at):
        if at:
            cron_id = self.env["ir.model.data"]._xmlid_to_res_id(
                "customer_support.ir_cron_climb_alerts"
            )
            self.env["ir.cron"].browse(cron_id)._trigger(at=at)
