from odoo import models


class SupportSlaPolicy(models.Model):
    _name = "support.sla.policy"
    _inherit = ["support.sla.policy", "support.article.subject"]

    _support_article_field = "sla_policy_ids"
    _support_article_told = frozenset(
        {"name", "active", "description", "calendar_id", "around_the_clock"}
    )
