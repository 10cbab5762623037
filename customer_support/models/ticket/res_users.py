from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    support_member_ids = fields.One2many(
        "support.team.member",
        "user_id",
        "Support Teams",
        help="The teams whose tickets the user works on, if he is an agent.",
    )
