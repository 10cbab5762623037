from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_datetime

from ...const import PRIORITIES, SLA_KINDS, SLA_LEVELS, SLA_STATES, SLA_VERDICTS
from ...logic import sla_clock
from ...logic.sla_policy import Promise
from ...logic.sla_situation import Present


class SupportSlaClock(models.Model):
    """The clock of one target on one record: instants and frozen values, written once.

    Only the product writes it. Whose clock it is, is a field that another area adds.
    """

    _name = "support.sla.clock"
    _inherit = ["support.sla.clock.plan", "support.sla.clock.wake"]
    _description = "Service Level Clock"
    _order = "started_date, id"

    company_id = fields.Many2one("res.company", required=True, index=True)
    policy_id = fields.Many2one(
        "support.sla.policy", required=True, index=True, ondelete="restrict"
    )
    target_id = fields.Many2one(
        "support.sla.target", required=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(SLA_KINDS, required=True)
    level = fields.Selection(SLA_LEVELS, required=True)
    # The promise as it was when it was given or last changed
    priority = fields.Selection(PRIORITIES, required=True)
    target_seconds = fields.Integer("Allowed (Seconds)", required=True)
    target_hours = fields.Float("Allowed", compute="_compute_hours")
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Hours",
        ondelete="restrict",
        help="Empty: around the clock.",
    )
    # What happened
    state = fields.Selection(SLA_STATES, required=True, default="running")
    started_date = fields.Datetime("Started", required=True)
    worked_seconds = fields.Integer("Run Before (Seconds)", required=True, default=0)
    running_since = fields.Datetime()
    due_date = fields.Datetime(
        "Due", help="Empty while the clock stands before its deadline."
    )
    fulfilled_date = fields.Datetime("Fulfilled")
    cancelled_date = fields.Datetime("Cancelled")
    breached_date = fields.Datetime(
        "First Breach", help="Kept as evidence, also when more time was given later."
    )
    event_ids = fields.One2many("support.sla.event", "clock_id", "Events")
    # When something happens next, and how often more time was given
    wake_date = fields.Datetime()
    extension_count = fields.Integer()
    # Judged now
    verdict = fields.Selection(SLA_VERDICTS, compute="_compute_verdict")
    worked_hours = fields.Float("Run", compute="_compute_hours")
    remaining_hours = fields.Float("Left", compute="_compute_hours")

    _wake_idx = models.Index("(wake_date, id) WHERE state = 'running'")

    @api.depends("kind", "level")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for clock in self:
            clock.display_name = labels.get(clock.kind, "")

    @api.depends("state", "due_date", "fulfilled_date")
    def _compute_verdict(self):
        now = fields.Datetime.now()
        for clock in self:
            clock.verdict = sla_clock.get_verdict(clock._get_clock(), now)

    @api.depends("state", "worked_seconds", "running_since", "target_seconds")
    def _compute_hours(self):
        now = fields.Datetime.now()
        worked = self._get_worked(now)
        for clock in self:
            clock.target_hours = clock.target_seconds / 3600
            clock.worked_hours = worked[clock].total_seconds() / 3600
            clock.remaining_hours = clock.target_hours - clock.worked_hours

    def _get_worked(self, now):
        """Return how much working time each clock has run until ``now``.

        :return: {clock: timedelta}
        """
        worked = {}
        for calendar, clocks in self.grouped("calendar_id").items():
            instants = [now, *filter(None, clocks.mapped("running_since"))]
            hours = calendar._get_opening_hours(min(instants), max(instants))
            for clock in clocks:
                worked[clock] = sla_clock.get_worked(clock._get_clock(), now, hours)
        return worked

    def _get_status(self, left, now):
        """Return "late", "at_risk" or "on_time" for a running clock with a deadline.

        :param timedelta left: working time until the deadline
        """
        self.ensure_one()
        if self.due_date <= now:
            return "late"
        policies = self.env["support.sla.policy"]
        percent = policies._get_target_definition(self.target_id).warn_percent
        ran = self.target_seconds - left.total_seconds()
        at_risk = percent and ran * 100 >= self.target_seconds * percent
        return "at_risk" if at_risk else "on_time"

    # -- CRUD -----------------------------------------------------------------------
    def write(self, vals):
        if not self.env.su:
            raise AccessError(
                self.env._("Service level clocks are not edited by hand.")
            )
        return super().write(vals)

    # -- From and to plain data -----------------------------------------------------
    def _get_clock(self):
        """Return the clock as ``logic.sla_clock.Clock``."""
        self.ensure_one()
        return sla_clock.Clock(
            target=timedelta(seconds=self.target_seconds),
            started_at=self.started_date,
            worked=timedelta(seconds=self.worked_seconds),
            running_since=self.running_since or None,
            due_at=self.due_date or None,
            fulfilled_at=self.fulfilled_date or None,
            cancelled_at=self.cancelled_date or None,
        )

    def _get_present(self):
        """Return the clock as ``logic.sla_situation.Present``."""
        self.ensure_one()
        return Present(self.state, self.started_date, self._get_owner_id())

    def _get_owner_id(self):
        """Return the id of the team whose clock it is, or None. Hook."""
        return None

    def _get_record(self):
        """Return the record whose clock it is, a ``support.sla.mixin``. Hook."""
        raise NotImplementedError

    def _get_promise(self):
        """Return the promise as it was given, as ``logic.sla_policy.Promise``."""
        self.ensure_one()
        policies = self.env["support.sla.policy"]
        return Promise(
            policy_id=self.policy_id.id,
            level=self.level,
            target=policies._get_target_definition(self.target_id),
            allowed=timedelta(seconds=self.target_seconds),
            priority=self.priority,
            calendar_id=self.calendar_id.id or None,
        )

    # -- Telling people ---------------------------------------------------------------
    def _notify_people(self, users):
        """Tell users how the clock stands, each in his own inbox or by mail."""
        self.ensure_one()
        if users:
            record = self._get_record()
            record.message_notify(
                partner_ids=users.partner_id.ids,
                subject=record.display_name,
                body=self._get_notice(),
            )

    def _get_notice(self):
        values = {"clock": self.display_name, "due": self._format_due()}
        if self.verdict in ("late", "missed"):
            return self.env._("%(clock)s was due %(due)s.", **values)
        return self.env._("%(clock)s is due %(due)s.", **values)

    def _format_due(self):
        zone = self.calendar_id.tz or self.env.user.tz or "UTC"
        return format_datetime(self.env, self.due_date, tz=zone, dt_format="EEEE HH:mm")
