from odoo import fields, models


class SupportNotificationRule(models.Model):
    _inherit = "support.notification.rule"

    channel = fields.Selection(
        selection_add=[("sms", "SMS")], ondelete={"sms": "cascade"}
    )
