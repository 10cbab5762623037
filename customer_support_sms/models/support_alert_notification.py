from odoo import fields, models


class SupportAlertNotification(models.Model):
    _inherit = "support.alert.notification"

    channel = fields.Selection(
        selection_add=[("sms", "SMS")], ondelete={"sms": "cascade"}
    )
