from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import MO, relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date, format_duration

from ...const import ONCALL_HOLIDAY_RULES, ONCALL_TURN_COUNTINGS, ONCALL_UNITS
from ...logic.local_clock import LocalClock, to_datetime, to_seconds
from ...logic.rotation import Layer, Rotation

# Changes in the first hour set a layer up; later ones must not deal the turns anew.
_SETTING_UP = timedelta(hours=1)


class SupportOncallLayer(models.Model):
    """People who take turns, at a clock time of the schedule's zone."""

    _name = "support.oncall.layer"
    _inherit = ["support.oncall.plan.mixin"]
    _description = "On-call Layer"
    _order = "schedule_id, sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10, help="The highest layer comes first.")
    schedule_id = fields.Many2one(
        "support.oncall.schedule", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="schedule_id.company_id")
    participant_ids = fields.One2many(
        "support.oncall.participant", "layer_id", "Participants", copy=True
    )
    unit = fields.Selection(
        ONCALL_UNITS, "Hand-off Every", required=True, default="weekly"
    )
    turn_length = fields.Integer(
        required=True, default=1, help="How long somebody has the duty."
    )
    handoff_date = fields.Date(
        "First Hand-off",
        required=True,
        default=lambda self: self._get_default_handoff_date(),
        help="When the first in the order begins. Turns before it are counted back.",
    )
    handoff_hour = fields.Float(
        "Hand-off At",
        required=True,
        default=9.0,
        help="On the clock of the schedule's time zone, in summer as in winter.",
    )
    date_from = fields.Datetime(
        "Starts", help="No duty before. Empty: the layer has always been there."
    )
    date_to = fields.Datetime("Ends", help="No duty from then on. Empty: never.")
    restriction_ids = fields.One2many(
        "support.oncall.restriction",
        "layer_id",
        "Hours",
        copy=True,
        help="Without any: around the clock.",
    )
    holiday_rule = fields.Selection(
        ONCALL_HOLIDAY_RULES, "Public Holidays", required=True, default="ignore"
    )
    turn_counting = fields.Selection(
        ONCALL_TURN_COUNTINGS,
        "Counting",
        required=True,
        default="all",
        help="A daily rotation on weekdays skips those whose turn is a weekend, if "
        "every turn counts.",
    )
    turn_shift = fields.Integer(
        readonly=True,
        copy=False,
        help="By how many places the order was turned so that a change of people "
        "left the running turn alone.",
    )
    service_date = fields.Datetime(
        required=True, readonly=True, copy=False, default=fields.Datetime.now
    )
    newcomer_ids = fields.Many2many(
        "res.users",
        string="Add People",
        store=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    summary = fields.Char(compute="_compute_summary")

    _length_range = models.Constraint(
        "CHECK (turn_length BETWEEN 1 AND 9000)",
        "A turn takes between 1 and 9000 units.",
    )
    _handoff_hour_range = models.Constraint(
        "CHECK (handoff_hour >= 0 AND handoff_hour < 24)",
        "A hand-off is between 0:00 and 23:59.",
    )
    _dates_order = models.Constraint(
        "CHECK (date_from < date_to)", "A layer ends after it starts."
    )

    # -- Defaults and computes ------------------------------------------------------
    @api.model
    def _get_default_handoff_date(self):
        return fields.Date.context_today(self) + relativedelta(weekday=MO(-1))

    @api.depends(
        "unit", "turn_length", "handoff_date", "handoff_hour", "schedule_id.tz"
    )
    @api.depends_context("lang")
    def _compute_summary(self):
        for layer in self:
            layer.summary = layer._describe() if layer.handoff_date else False

    def _describe(self):
        return self.env._(
            "Hand-off %(rhythm)s at %(hour)s (%(zone)s), counted from %(date)s",
            rhythm=self._describe_rhythm(),
            hour=format_duration(self.handoff_hour),
            zone=self.schedule_id.tz or "UTC",
            date=format_date(self.env, self.handoff_date, date_format="EEE, d MMM y"),
        )

    def _describe_rhythm(self):
        rhythms = {
            ("hourly", True): self.env._("every hour"),
            ("hourly", False): self.env._("every %(count)s hours"),
            ("daily", True): self.env._("every day"),
            ("daily", False): self.env._("every %(count)s days"),
            ("weekly", True): self.env._("every week"),
            ("weekly", False): self.env._("every %(count)s weeks"),
            ("monthly", True): self.env._("every month"),
            ("monthly", False): self.env._("every %(count)s months"),
        }
        rhythm = rhythms[self.unit, self.turn_length == 1]
        return rhythm % {"count": self.turn_length}

    # -- Constraints ----------------------------------------------------------------
    @api.constrains("handoff_date")
    def _check_handoff_date(self):
        for layer in self:
            if not date(1970, 1, 1) <= layer.handoff_date <= date(2200, 1, 1):
                raise ValidationError(
                    self.env._("The first hand-off is between 1970 and 2200.")
                )

    # -- Onchange -------------------------------------------------------------------
    @api.onchange("newcomer_ids")
    def _onchange_newcomer_ids(self):
        """Put people at the end of the order, several at once."""
        known = self.participant_ids.user_id
        last = max(self.participant_ids.mapped("sequence"), default=0)
        self.participant_ids = [
            fields.Command.create(
                {"user_id": user._origin.id, "sequence": last + 10 * place}
            )
            for place, user in enumerate(self.newcomer_ids, 1)
            if user._origin not in known
        ]
        self.newcomer_ids = False

    # -- Rotation -------------------------------------------------------------------
    def _prepare_layers(self):
        """Return the ``logic.rotation.Layer`` of layers of one schedule, as a tuple."""
        holidays = ()
        if any(layer.holiday_rule != "ignore" for layer in self):
            holidays = self.schedule_id._get_public_holidays()
        return tuple(layer._prepare_layer(holidays) for layer in self)

    def _prepare_layer(self, holidays):
        self.ensure_one()
        return Layer(
            participants=tuple(
                participant._prepare_participant()
                for participant in self.participant_ids.sorted()
            ),
            unit=self.unit,
            length=self.turn_length,
            handoff=to_seconds(self._get_local_handoff()),
            windows=self.restriction_ids._prepare_windows(),
            holiday_rule=self.holiday_rule,
            holidays=holidays,
            duty_only=self.turn_counting == "duty",
            shift=self.turn_shift,
            start=to_seconds(self.date_from) if self.date_from else None,
            end=to_seconds(self.date_to) if self.date_to else None,
        )

    def _get_local_handoff(self):
        minutes = round(self.handoff_hour * 60)
        return datetime.combine(self.handoff_date, time.min) + timedelta(
            minutes=minutes
        )

    def _get_begin(self):
        """Return when the layer begins, naive UTC."""
        if self.date_from:
            return self.date_from
        local = to_seconds(self._get_local_handoff())
        clock = LocalClock(ZoneInfo(self.schedule_id.tz), local, local)
        return to_datetime(clock.to_first(local))

    # -- Changes of people ----------------------------------------------------------
    def _get_orders(self):
        """Return {layer: people from the one whose turn runs, in order}.

        Layers that are being set up are left out: nobody has had a turn of them.
        """
        now = fields.Datetime.now()
        return {
            layer: layer._get_order(now)
            for layer in self
            if now - layer.service_date > _SETTING_UP and layer.participant_ids
        }

    def _get_order(self, now):
        people = self.participant_ids.sorted().user_id.ids
        holder = self._get_holder(now)
        if holder not in people:
            return people
        place = people.index(holder)
        return people[place:] + people[:place]

    def _get_holder(self, now):
        zone = ZoneInfo(self.schedule_id.tz)
        (layer,) = self._prepare_layers()
        return Rotation(layer, zone).get_holder(to_seconds(now))

    def _keep_turn(self, order):
        """Turn the order so that who had the turn keeps it, else the next one gets it.

        :param list order: ids of users, from ``_get_orders`` before the change
        """
        now = fields.Datetime.now()
        people = self.participant_ids.user_id.ids
        holder = next((user_id for user_id in order if user_id in people), None)
        count = len(self.participant_ids)
        if holder is None or self._get_holder(now) == holder:
            return
        for _place in range(count):
            self.turn_shift = (self.turn_shift + 1) % count
            if self._get_holder(now) == holder:
                return
