from odoo import fields, models


class SupportTicketHelp(models.AbstractModel):
    """Where the customer came from when he wrote: which page, after which article."""

    _name = "support.ticket.help"
    _description = "Help Centre Side of a Support Ticket"

    source_page = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The page on which the customer decided to write.",
    )
    source_article_id = fields.Many2one(
        "support.article",
        "Read Before",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The article after which the customer wrote nevertheless.",
    )
    # By it a reader of articles is known to have written; see support.article.day.
    help_visitor_key = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="customer_support.customer_support_group_manager",
    )
