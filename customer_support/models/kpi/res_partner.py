from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    # Few customers have hours of their own; figures ask which hours there are.
    _kpi_support_calendar_idx = models.Index(
        "(support_calendar_id) WHERE support_calendar_id IS NOT NULL"
    )
