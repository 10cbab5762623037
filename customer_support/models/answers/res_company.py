from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    support_reply_window_days = fields.Integer(
        "Days until a Reply Counts",
        default=7,
        help="A template closed a matter if the customer asks nothing for so long.",
    )
    support_reply_min_uses = fields.Integer("Uses before Automation", default=30)
    support_reply_threshold = fields.Integer(
        "Closing Rate for Automation (%)",
        default=70,
        help="What the rate must exceed with certainty, not on the average.",
    )
    support_reply_lower_threshold = fields.Integer(
        "Closing Rate to Stay Automatic (%)", default=60
    )
    support_reply_recent_uses = fields.Integer(
        "Uses That Count as Recent",
        default=20,
        help="An automatic answer is judged by so many of its newest uses, as soon as "
        "there are half as many.",
    )
    support_reply_review_days = fields.Integer(
        "Days between Reviews of a Template", default=90
    )

    _support_reply_positive = models.Constraint(
        "CHECK (support_reply_window_days > 0 AND support_reply_min_uses > 0 "
        "AND support_reply_recent_uses > 0 AND support_reply_review_days > 0)",
        "Days and uses are at least one.",
    )
    _support_reply_percent = models.Constraint(
        "CHECK (support_reply_threshold BETWEEN 1 AND 99 "
        "AND support_reply_lower_threshold BETWEEN 1 AND support_reply_threshold)",
        "Rates are between 1 and 99 %, and the one to stay is not above the one to "
        "become automatic.",
    )
