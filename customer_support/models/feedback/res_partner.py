from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    support_feedback_declined = fields.Boolean(
        "Not Asked for Feedback", help="Said no, or we were told."
    )
    support_feedback_asked_date = fields.Datetime(
        "Last Asked for Feedback", readonly=True, copy=False
    )
    support_review_invited_date = fields.Datetime(
        "Last Invited to a Review", readonly=True, copy=False
    )
