from odoo import fields, models

from ...const import REPLY_DECISIONS


class SupportReplyDecision(models.Model):
    """What was decided about a template, by whom, on which figures. Append-only."""

    _name = "support.reply.decision"
    _description = "Decision about a Reply Template"
    _order = "date desc, id desc"
    _rec_name = "template_id"

    template_id = fields.Many2one(
        "support.reply.template",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    version_id = fields.Many2one(
        "support.reply.template.version", readonly=True, ondelete="set null"
    )
    date = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )
    user_id = fields.Many2one(
        "res.users",
        "Decided By",
        readonly=True,
        help="Empty: the product, by the rules of the company.",
    )
    kind = fields.Selection(REPLY_DECISIONS, required=True, readonly=True)
    reason = fields.Text(readonly=True)
    # The figures at that time
    decided_count = fields.Integer("Counted Uses", readonly=True)
    closed_count = fields.Integer("Closed", readonly=True)
    lower_bound = fields.Float(
        "At Least", readonly=True, aggregator=None, help="Lower bound of the rate."
    )
