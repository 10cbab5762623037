from datetime import datetime, timedelta, timezone

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_datetime

from odoo.addons.base.models.res_partner import _tz_get

from ...const import ONCALL_COMBINATIONS
from ...logic import oncall_plan
from ...logic.local_clock import to_datetime


class SupportOncallSchedule(models.Model):
    """Who has duty when: layers of people who take turns, and exceptions.

    Instants are naive UTC. The end of a shift is exclusive. What is over is read from
    the ledger ``support.oncall.shift``; what is to come is calculated.
    """

    _name = "support.oncall.schedule"
    _inherit = [
        "mail.thread",
        "support.oncall.schedule.plan",
        "support.oncall.schedule.people",
        "support.oncall.schedule.fairness",
        "support.oncall.schedule.absence",
        "support.oncall.schedule.warning",
    ]
    _description = "On-call Schedule"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    tz = fields.Selection(
        _tz_get,
        "Time Zone",
        required=True,
        tracking=True,
        default=lambda self: self.env.user.tz or "UTC",
        help="Hand-offs and hours are what the clock shows there.",
    )
    combination = fields.Selection(
        ONCALL_COMBINATIONS,
        "Several Layers",
        required=True,
        default="highest",
        tracking=True,
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Public Holidays Of",
        default=lambda self: self.env.company.resource_calendar_id,
        check_company=True,
        help="The working hours whose public holidays the layers look at.",
    )
    horizon_days = fields.Integer(
        "Days Planned Ahead",
        required=True,
        default=180,
        help="How far ahead shifts are shown in calendars and checked for gaps.",
    )
    layer_ids = fields.One2many("support.oncall.layer", "schedule_id", "Layers")
    override_ids = fields.One2many(
        "support.oncall.override", "schedule_id", "Overrides"
    )
    temporary_plan_ids = fields.One2many(
        "support.oncall.temporary.plan", "schedule_id", "Temporary Plans"
    )
    service_date = fields.Datetime(
        "In Service Since",
        required=True,
        readonly=True,
        copy=False,
        default=fields.Datetime.now,
    )
    ledger_date = fields.Datetime(
        readonly=True,
        copy=False,
        help="From when on shifts that are over are on record.",
    )
    planned_until = fields.Datetime(readonly=True, copy=False)
    on_call_user_ids = fields.Many2many(
        "res.users", string="On Duty Now", compute="_compute_on_call"
    )
    on_call_until = fields.Datetime("Until", compute="_compute_on_call")
    next_user_ids = fields.Many2many(
        "res.users", string="Next", compute="_compute_on_call"
    )

    _horizon_positive = models.Constraint(
        "CHECK (horizon_days BETWEEN 7 AND 400)",
        "Plan between 7 and 400 days ahead.",
    )

    # -- Computes -------------------------------------------------------------------
    @api.depends_context("uid")
    @api.depends("layer_ids", "override_ids", "temporary_plan_ids", "combination", "tz")
    def _compute_on_call(self):
        now = fields.Datetime.now()
        for schedule in self:
            now_duty, next_duty = schedule._get_present_duties(now)
            schedule.on_call_user_ids = self.env["res.users"].browse(now_duty[2])
            schedule.on_call_until = next_duty and to_datetime(next_duty[0])
            schedule.next_user_ids = self.env["res.users"].browse(
                next_duty[2] if next_duty else ()
            )

    def _get_present_duties(self, now):
        """Return the duty that runs and the next other one within the plan, if any."""
        if not self.id:
            return (now, now, ()), None
        # The next change is near as a rule; a whole plan costs more.
        for days in (2, 32, self.horizon_days):
            end = now + timedelta(days=days)
            present, *rest = self._calculate_plan(now, end)
            if rest:
                return present, rest[0]
        return present, None

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        schedules = super().create(vals_list)
        schedules._replan()
        return schedules

    def write(self, vals):
        if not vals.keys() & self._get_planning_fields():
            return super().write(vals)
        self._keep_history()
        result = super().write(vals)
        self._replan()
        return result

    @api.model
    def _get_planning_fields(self):
        return {"active", "calendar_id", "combination", "horizon_days", "tz"}

    # -- Who has duty ---------------------------------------------------------------
    @api.readonly
    def get_on_call(self, at=None):
        """Return who has duty at an instant.

        :param datetime at: naive UTC, or aware, or as text in UTC; default: now
        :return: ``res.users``; over the API: their ids
        :raise AccessError: the schedule is not readable
        """
        self.ensure_one()
        self.check_access("read")
        at = self._parse_instant(at or fields.Datetime.now())
        plan = self._get_plan(at, at + timedelta(seconds=1))
        return self.env["res.users"].browse(sorted(plan[0][2]))

    @api.readonly
    def get_shifts(self, start, end):
        """Return the shifts between two instants, cut at them, by start.

        A shift lasts here as long as somebody has duty without a break: turns that
        follow each other, a swap before an own turn, two layers. The records
        ``support.oncall.shift`` are one per turn instead, so that somebody who is alone
        in a rota has shifts that end.

        :param datetime start: naive UTC, or aware, or as text in UTC
        :param datetime end: the same; exclusive
        :return: list of {"user_id": id, "start": naive UTC datetime, "end": the same}
        :raise ValidationError: the end is before the start
        """
        self.ensure_one()
        self.check_access("read")
        start, end = self._parse_instant(start), self._parse_instant(end)
        if end < start:
            raise ValidationError(self.env._("The end of a span is after its start."))
        return [
            {
                "user_id": user_id,
                "start": to_datetime(begin),
                "end": to_datetime(finish),
            }
            for begin, finish, user_id in oncall_plan.get_shifts(
                self._get_plan(start, end)
            )
        ]

    @api.model
    @api.readonly
    def get_duty_overview(self):
        """Return who has duty now and next, for the menu at the top of the screen.

        :return: list of {"id", "name", "people", "until", "next_people", "is_own"}, one
            for each schedule of the user's companies; "until" is naive UTC or False
        """
        return [
            {
                "id": schedule.id,
                "name": schedule.name,
                "people": ", ".join(schedule.on_call_user_ids.mapped("name")),
                "until": schedule.on_call_until,
                "next_people": ", ".join(schedule.next_user_ids.mapped("name")),
                "is_own": self.env.user in schedule.on_call_user_ids,
            }
            for schedule in self.search([])
        ]

    def _describe_duty(self):
        """Return “Nights: Ada until Monday 9:00, then Bea”, in the user's zone."""
        self.ensure_one()
        nobody = self.env._("nobody")
        people = ", ".join(self.on_call_user_ids.mapped("name")) or nobody
        if not self.on_call_until:
            return self.env._(
                "%(schedule)s: %(people)s", schedule=self.name, people=people
            )
        return self.env._(
            "%(schedule)s: %(people)s until %(until)s, then %(next_people)s",
            schedule=self.name,
            people=people,
            until=format_datetime(self.env, self.on_call_until, dt_format="short"),
            next_people=", ".join(self.next_user_ids.mapped("name")) or nobody,
        )

    def _get_gaps(self, start, end):
        """Return the (start, end) between two instants in which nobody has duty."""
        return [
            (to_datetime(begin), to_datetime(finish))
            for begin, finish in oncall_plan.get_gaps(self._get_plan(start, end))
        ]

    @api.model
    def _parse_instant(self, instant):
        if isinstance(instant, str):
            instant = datetime.fromisoformat(instant)
        if instant.tzinfo:
            instant = instant.astimezone(timezone.utc).replace(tzinfo=None)
        return instant.replace(microsecond=0)

    # -- Actions --------------------------------------------------------------------
    def action_open_shifts(self):
        """Open the calendar of the final plan."""
        return self._open("support_oncall_shift_action")

    def action_open_layer_shifts(self):
        """Open the calendar of the layers under the plan."""
        return self._open("support_oncall_layer_shift_action")

    def _open(self, action):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"customer_support.{action}"
        )
        return {
            **action,
            "display_name": self.name,
            "domain": [("schedule_id", "=", self.id)],
            "context": {"default_schedule_id": self.id},
        }
