from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    support_calendar_id = fields.Many2one(
        "resource.calendar",
        "Support Hours",
        groups="customer_support.customer_support_group_agent_own",
        help="Service levels of this customer are counted in these hours, unless the "
        "policy has hours of its own. Empty: the hours of the team.",
    )

    @api.constrains("support_calendar_id")
    def _check_support_calendar_opens(self):
        self.support_calendar_id._check_opens()
