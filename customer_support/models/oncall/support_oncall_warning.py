from odoo import api, fields, models
from odoo.tools import format_datetime

from ...const import ONCALL_WARNING_KINDS
from ...logic.local_clock import to_seconds


class SupportOncallWarning(models.Model):
    """Something that is wrong with the plan of a schedule.

    Written by the product with each new plan; it goes away when it is settled.
    """

    _name = "support.oncall.warning"
    _description = "On-call Warning"
    _order = "date_from, id"

    schedule_id = fields.Many2one(
        "support.oncall.schedule",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="schedule_id.company_id", store=True, index=True
    )
    kind = fields.Selection(ONCALL_WARNING_KINDS, required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Person", readonly=True, ondelete="cascade")
    date_from = fields.Datetime("From", required=True, readonly=True)
    date_to = fields.Datetime("To", required=True, readonly=True)
    is_told = fields.Boolean("Told", readonly=True)

    @api.depends_context("lang", "uid")
    @api.depends("kind", "user_id", "schedule_id", "date_from", "date_to")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for warning in self:
            parts = [
                kinds.get(warning.kind),
                warning.user_id.name,
                warning.schedule_id.name,
                warning._format_span(),
            ]
            warning.display_name = " · ".join(filter(None, parts))

    def _format_span(self):
        return " – ".join(
            format_datetime(self.env, moment, tz=self.env.user.tz, dt_format="short")
            for moment in (self.date_from, self.date_to)
            if moment
        )

    def _get_key(self):
        """Return what makes it the same warning as one of the plan."""
        return self.kind, self.user_id.id, to_seconds(self.date_from)
