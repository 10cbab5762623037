from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...const import ONCALL_RESTRICTION_KINDS, WEEKDAYS
from ...logic.local_clock import DAY, WEEK
from ...logic.rotation import Window

_DAY_FIELDS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


class SupportOncallRestriction(models.Model):
    """Hours of the week in which a layer has duty; several add up."""

    _name = "support.oncall.restriction"
    _inherit = ["support.oncall.plan.mixin"]
    _description = "Hours of an On-call Layer"
    _order = "layer_id, id"

    layer_id = fields.Many2one(
        "support.oncall.layer", required=True, index=True, ondelete="cascade"
    )
    schedule_id = fields.Many2one(related="layer_id.schedule_id")
    company_id = fields.Many2one(related="layer_id.company_id")
    kind = fields.Selection(ONCALL_RESTRICTION_KINDS, required=True, default="days")
    monday = fields.Boolean("Mon")
    tuesday = fields.Boolean("Tue")
    wednesday = fields.Boolean("Wed")
    thursday = fields.Boolean("Thu")
    friday = fields.Boolean("Fri")
    saturday = fields.Boolean("Sat")
    sunday = fields.Boolean("Sun")
    weekday_from = fields.Selection(WEEKDAYS, "From Day", default="4")
    hour_from = fields.Float("From", default=18.0)
    weekday_to = fields.Selection(WEEKDAYS, "To Day", default="0")
    hour_to = fields.Float(
        "To",
        default=8.0,
        help="Not after “From”: on the next day. The same: a whole day.",
    )

    _hours_range = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_from < 24 AND hour_to >= 0 AND hour_to <= 24)",
        "Hours are between 0:00 and 24:00.",
    )

    @api.constrains("kind", *_DAY_FIELDS, "weekday_from", "weekday_to")
    def _check_days(self):
        for restriction in self:
            if restriction.kind == "days":
                complete = any(restriction[day] for day in _DAY_FIELDS)
            else:
                complete = restriction.weekday_from and restriction.weekday_to
            if not complete:
                raise ValidationError(
                    self.env._("Choose the days on which these hours begin.")
                )

    def _compute_display_name(self):
        days = dict(self._fields["weekday_from"]._description_selection(self.env))
        for restriction in self:
            restriction.display_name = ", ".join(
                days[str(window.weekday)] for window in restriction._prepare_windows()
            )

    def _prepare_windows(self):
        """Return the ``logic.rotation.Window`` of all, as a tuple."""
        return tuple(
            window
            for restriction in self
            for window in getattr(restriction, f"_get_{restriction.kind}_windows")()
        )

    def _get_days_windows(self):
        start, end = _to_seconds(self.hour_from), _to_seconds(self.hour_to)
        length = end - start if end > start else end - start + DAY
        return [
            Window(weekday, start, length)
            for weekday, day in enumerate(_DAY_FIELDS)
            if self[day]
        ]

    def _get_span_windows(self):
        weekday = int(self.weekday_from)
        start = _to_seconds(self.hour_from)
        days = int(self.weekday_to) - weekday
        length = (days * DAY + _to_seconds(self.hour_to) - start) % WEEK
        return [Window(weekday, start, length or WEEK)]


def _to_seconds(hours):
    return round(hours * 60) * 60
