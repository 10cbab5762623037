from odoo import api, fields, models
from odoo.tools import SQL

from ...logic.closing_rate import get_closing_rate


class SupportReplyScore(models.Model):
    """The closing rate of each version in each language, with its interval."""

    _name = "support.reply.score"
    _description = "Closing Rate of a Reply Template"
    _auto = False
    _order = "template_id, version_id desc, lang_id, id"
    _rec_name = "template_id"
    _depends = {"support.reply.report": ["outcome"]}

    template_id = fields.Many2one("support.reply.template", readonly=True)
    version_id = fields.Many2one("support.reply.template.version", readonly=True)
    lang_id = fields.Many2one("res.lang", "Language", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    is_automatic = fields.Boolean("Sent by Itself", readonly=True)
    use_count = fields.Integer("Uses", readonly=True)
    altered_count = fields.Integer("Rewritten", readonly=True)
    pending_count = fields.Integer("Pending", readonly=True)
    decided_count = fields.Integer("Counted", readonly=True)
    closed_count = fields.Integer("Closed", readonly=True)
    question_count = fields.Integer("Asked Again", readonly=True)
    repeat_count = fields.Integer("Came Back", readonly=True)
    reopened_count = fields.Integer("Reopened", readonly=True)
    closing_rate = fields.Float(compute="_compute_closing_rate")
    lower_bound = fields.Float(
        "At Least",
        compute="_compute_closing_rate",
        help="Bounds of the true rate, with 95 % certainty (Wilson).",
    )
    upper_bound = fields.Float("At Most", compute="_compute_closing_rate")

    @property
    def _table_query(self):
        counts = "NOT is_altered AND outcome"
        return SQL(
            f"""
            SELECT MIN(id) AS id, template_id, version_id, lang_id, company_id,
                   is_automatic, COUNT(*) AS use_count,
                   COUNT(*) FILTER (WHERE is_altered) AS altered_count,
                   COUNT(*) FILTER (WHERE {counts} = 'pending') AS pending_count,
                   COUNT(*) FILTER (WHERE {counts} != 'pending') AS decided_count,
                   COUNT(*) FILTER (WHERE {counts} = 'closed') AS closed_count,
                   COUNT(*) FILTER (WHERE {counts} = 'question') AS question_count,
                   COUNT(*) FILTER (WHERE {counts} = 'repeat') AS repeat_count,
                   COUNT(*) FILTER (WHERE is_reopened) AS reopened_count
              FROM (%s) AS outcomes
             GROUP BY template_id, version_id, lang_id, company_id, is_automatic
            """,
            self.env["support.reply.report"]._table_query,
        )

    @api.depends("closed_count", "decided_count")
    def _compute_closing_rate(self):
        for score in self:
            rate = get_closing_rate(score.closed_count, score.decided_count)
            score.closing_rate = rate.rate
            score.lower_bound = rate.lower
            score.upper_bound = rate.upper

    def action_open_uses(self):
        """Open the uses behind the figures, as far as the user may see them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_reply_report_action"
        )
        names = ("template_id", "version_id", "lang_id", "company_id")
        domain = [(name, "=", self[name].id) for name in names]
        return {
            **action,
            "domain": [*domain, ("is_automatic", "=", self.is_automatic)],
            "context": {},
            "views": [(False, "list"), (False, "form")],
        }
