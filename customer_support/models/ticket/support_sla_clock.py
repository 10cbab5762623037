from odoo import fields, models


class SupportSlaClock(models.Model):
    """The clocks of a ticket."""

    _inherit = "support.sla.clock"

    ticket_id = fields.Many2one(
        "support.ticket", required=True, index=True, ondelete="cascade"
    )
    team_id = fields.Many2one(
        "support.team",
        index="btree_not_null",
        ondelete="set null",
        help="Whose time it is, for the time in a team.",
    )

    _open_uniq = models.UniqueIndex(
        "(ticket_id, kind, level) WHERE state IN ('running', 'paused')"
    )

    def _get_owner_id(self):
        return self.team_id.id or None

    def _get_record(self):
        return self.ticket_id
