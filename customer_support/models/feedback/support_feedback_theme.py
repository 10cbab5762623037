from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...logic.themes import split_words


class SupportFeedbackTheme(models.Model):
    """What customers write about again and again: liked, disliked, how often (S-102).

    Counts are those of the answers that their reader may read.
    """

    _name = "support.feedback.theme"
    _description = "Theme of Feedback"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    words = fields.Char(
        required=True,
        help="Beginnings of words in any language, separated by commas: "
        "“deliver, courier, consegn”.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    answer_count = fields.Integer("Answers", compute="_compute_counts")
    liked_count = fields.Integer("Liked", compute="_compute_counts")
    disliked_count = fields.Integer("Disliked", compute="_compute_counts")
    score = fields.Float("Score (%)", compute="_compute_counts")

    @api.depends("words", "active")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_counts(self):
        counts = {}
        groups = self.env["survey.user_input"]._read_group(
            [("support_theme_ids", "in", self.ids), ("state", "=", "done")],
            ["support_theme_ids", "support_band"],
            ["__count", "support_rate:sum"],
        )
        for theme, band, count, rate in groups:
            counts.setdefault(theme, {})[band] = (count, rate)
        for theme in self:
            bands = counts.get(theme, {})
            total = sum(count for count, _rate in bands.values())
            rates = sum(rate for _count, rate in bands.values())
            theme.answer_count = total
            theme.liked_count = bands.get("high", (0, 0))[0]
            theme.disliked_count = bands.get("low", (0, 0))[0]
            theme.score = 100 * rates / total if total else 0

    @api.constrains("words")
    def _check_words(self):
        for theme in self:
            words = split_words(theme.words)
            if not words or min(map(len, words)) < 3:
                raise ValidationError(
                    self.env._("Beginnings of words have three letters at least.")
                )

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        themes = super().create(vals_list)
        self._sort_answers()
        return themes

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"words", "active"}:
            self._sort_answers()
        return result

    @api.model
    def _sort_answers(self):
        """Find the themes of all answers again."""
        # Themes are the admin's; he need not read every answer that they are about.
        answers_sudo = self.env["survey.user_input"].sudo()
        commented = answers_sudo.search([("support_comment", "!=", False)])
        self.env.add_to_compute(answers_sudo._fields["support_theme_ids"], commented)

    def action_open_answers(self):
        """List what customers wrote about it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_feedback_report_action"
        )
        domain = [("answer_id.support_theme_ids", "in", self.ids)]
        return {**action, "name": self.name, "domain": domain}
