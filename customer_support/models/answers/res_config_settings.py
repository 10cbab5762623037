from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    support_reply_window_days = fields.Integer(
        related="company_id.support_reply_window_days", readonly=False
    )
    support_reply_min_uses = fields.Integer(
        related="company_id.support_reply_min_uses", readonly=False
    )
    support_reply_threshold = fields.Integer(
        related="company_id.support_reply_threshold", readonly=False
    )
    support_reply_lower_threshold = fields.Integer(
        related="company_id.support_reply_lower_threshold", readonly=False
    )
    support_reply_recent_uses = fields.Integer(
        related="company_id.support_reply_recent_uses", readonly=False
    )
    support_reply_review_days = fields.Integer(
        related="company_id.support_reply_review_days", readonly=False
    )
