from odoo import models


class SupportTeam(models.Model):
    _name = "support.team"
    _inherit = [
        "support.team.wait",
        "support.team.promise",
        "support.team.holding",
        "support.team",
    ]
