from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from ...const import FEEDBACK_BANDS, FEEDBACK_METRICS, FEEDBACK_REASONS
from ...logic.satisfaction import SCALES
from ...logic.themes import find_themes


class SurveyUserInput(models.Model):
    """Answers to feedback programs know what they are about, as it was then."""

    _inherit = "survey.user_input"

    support_program_id = fields.Many2one(
        "support.feedback.program",
        "Feedback Program",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    support_company_id = fields.Many2one("res.company", "Company", readonly=True)
    support_ticket_id = fields.Many2one(
        "support.ticket",
        "Ticket",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    support_team_id = fields.Many2one("support.team", "Team", readonly=True)
    support_user_id = fields.Many2one("res.users", "Agent", readonly=True)
    support_category_id = fields.Many2one(
        "support.category", "Contact Reason", readonly=True
    )
    support_order_id = fields.Many2one("sale.order", "Order", readonly=True)
    support_product_id = fields.Many2one("product.product", "Product", readonly=True)
    support_template_version_id = fields.Many2one(
        "support.reply.template.version", "Answered from Template", readonly=True
    )
    support_article_id = fields.Many2one(
        "support.article", "After Reading", readonly=True
    )
    support_metric = fields.Selection(FEEDBACK_METRICS, "Metric", readonly=True)
    support_mark = fields.Integer("Mark", readonly=True, aggregator="avg")
    support_rate = fields.Float(
        "Score",
        readonly=True,
        aggregator="avg",
        help="The mark between 0 (worst) and 1 (best), to compare scales.",
    )
    support_band = fields.Selection(FEEDBACK_BANDS, "Kind of Score", readonly=True)
    support_comment = fields.Text("Why", readonly=True, index="trigram")
    support_theme_ids = fields.Many2many(
        "support.feedback.theme",
        string="Themes",
        compute="_compute_support_theme_ids",
        store=True,
        help="What the words are about.",
    )
    support_reason = fields.Selection(FEEDBACK_REASONS, "Reason", readonly=True)
    support_has_consent = fields.Boolean(
        "May Be Quoted", readonly=True, help="The customer said so on the page."
    )
    support_followup_ids = fields.One2many(
        "support.feedback.followup", "answer_id", "Follow-Ups", readonly=True
    )

    @api.depends("support_comment")
    def _compute_support_theme_ids(self):
        # Whoever answers has no rights on themes.
        themes_sudo = self.env["support.feedback.theme"].sudo().search([])
        words = {theme.id: theme.words for theme in themes_sudo}
        for answer in self:
            answer.support_theme_ids = find_themes(answer.support_comment, words)

    @api.model
    def _prepare_mark_vals(self, metric, mark, comment):
        scale = SCALES[metric]
        return {
            "support_metric": metric,
            "support_mark": mark,
            "support_rate": scale.get_rate(mark),
            "support_band": scale.get_band(mark),
            "support_comment": comment or False,
        }

    def _get_mark_in_words(self):
        """Return "4 of 5" for the marks of our scales, "" without one."""
        answer = self[:1]
        if answer.support_metric not in SCALES:
            return ""
        return self.env._(
            "%(mark)s of %(highest)s",
            mark=answer.support_mark,
            highest=SCALES[answer.support_metric].highest,
        )

    def _mark_done(self):
        result = super()._mark_done()
        self.filtered("support_ticket_id")._note_own_survey_done()
        return result

    def _note_own_survey_done(self):
        """The page of an own survey is the host's: it tells us when it is done."""
        # Whoever answers has no rights on what we asked him.
        invitations_sudo = self.env["support.feedback.invitation"].sudo()
        for invitation in invitations_sudo.search(
            [("answer_id", "in", self.ids), ("answered_date", "=", False)]
        ):
            invitation.answered_date = fields.Datetime.now()
            answer = invitation.answer_id
            answer.support_metric = invitation.program_id.metric
            if answer.scoring_type != "no_scoring":
                answer.support_rate = answer.scoring_percentage / 100

    def _forget_when(self):
        """Take the instants from anonymous answers: the month is all that is left."""
        self.env.flush_all()
        for table, name in (
            ("survey_user_input", "id"),
            ("survey_user_input_line", "user_input_id"),
        ):
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE %s
                       SET create_date = date_trunc('month', create_date),
                           write_date = date_trunc('month', create_date),
                           create_uid = %s, write_uid = %s
                     WHERE %s IN %s
                    """,
                    SQL.identifier(table),
                    SUPERUSER_ID,
                    SUPERUSER_ID,
                    SQL.identifier(name),
                    tuple(self.ids),
                )
            )
        self.invalidate_recordset()
