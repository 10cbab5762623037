from odoo import api, fields, models
from odoo.tools import SQL

from ...const import (
    FEEDBACK_BANDS,
    FEEDBACK_EVENTS,
    FEEDBACK_METRICS,
    FEEDBACK_REASONS,
    FEEDBACK_SPEEDS,
)
from ...logic.satisfaction import SCALES, get_figure, get_share


class SupportFeedbackReport(models.Model):
    """Every question that was sent, with its answer or none, and anonymous answers.

    Read from invitations and answers when asked: nothing is kept twice. Invitations of
    anonymous programs are gone once they are answered, so such programs have answers
    without a customer, and questions without an answer.
    """

    _name = "support.feedback.report"
    _inherit = ["support.feedback.effort"]
    _description = "Feedback of Customers"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "ticket_id"
    _depends = {
        "support.feedback.invitation": ["answered_date", "sent_date", "state"],
        "survey.user_input": [
            "support_band",
            "support_comment",
            "support_mark",
            "support_metric",
            "support_rate",
            "support_reason",
        ],
        "support.ticket": [
            "description",
            "first_response_date",
            "handoff_count",
            "received_date",
            "reopen_count",
            "solved_date",
        ],
        "mail.message": ["author_id", "is_internal", "res_id", "subtype_id"],
    }

    program_id = fields.Many2one("support.feedback.program", readonly=True)
    metric = fields.Selection(FEEDBACK_METRICS, readonly=True)
    event = fields.Selection(FEEDBACK_EVENTS, "Asked After", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    ticket_id = fields.Many2one("support.ticket", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    team_id = fields.Many2one("support.team", readonly=True)
    user_id = fields.Many2one("res.users", "Agent", readonly=True)
    category_id = fields.Many2one("support.category", "Contact Reason", readonly=True)
    channel_id = fields.Many2one("support.channel", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    template_version_id = fields.Many2one(
        "support.reply.template.version", "Answered from Template", readonly=True
    )
    article_id = fields.Many2one("support.article", "After Reading", readonly=True)
    answer_id = fields.Many2one("survey.user_input", readonly=True)
    date = fields.Datetime("Asked On", readonly=True)
    answered = fields.Integer(readonly=True)
    mark = fields.Integer(readonly=True, aggregator="avg")
    score = fields.Float(
        "Score (%)",
        readonly=True,
        aggregator="avg",
        help="The mark between 0 (worst) and 100 (best), whatever the scale.",
    )
    band = fields.Selection(FEEDBACK_BANDS, "Kind of Score", readonly=True)
    satisfied_percent = fields.Float(
        "Satisfied (%)", readonly=True, aggregator="avg", help="CSAT: four or five."
    )
    net_promoter = fields.Float(
        "NPS",
        readonly=True,
        aggregator="avg",
        help="Promoters less detractors, of a hundred.",
    )
    response_percent = fields.Float(
        "Response Rate (%)", readonly=True, aggregator="avg"
    )
    reason = fields.Selection(FEEDBACK_REASONS, readonly=True)
    comment = fields.Text("Why", readonly=True)
    speed = fields.Selection(
        [(key, label) for key, label, _hours in FEEDBACK_SPEEDS],
        "First Answer",
        readonly=True,
        help="How long the customer waited for the first answer, by the clock.",
    )
    # Measured effort, beside the one that is asked
    customer_messages = fields.Integer(
        "Customer's Messages", readonly=True, aggregator="avg"
    )
    handoffs = fields.Integer(readonly=True, aggregator="avg")
    reopenings = fields.Integer(readonly=True, aggregator="avg")
    hours_to_solution = fields.Float(readonly=True, aggregator="avg")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT facts.*,
                   CASE WHEN metric = 'csat' AND band IS NOT NULL
                        THEN CASE WHEN band = 'high' THEN 100.0 ELSE 0.0 END
                   END AS satisfied_percent,
                   CASE WHEN metric = 'nps' AND band IS NOT NULL
                        THEN CASE band WHEN 'high' THEN 100.0
                                       WHEN 'low' THEN -100.0 ELSE 0.0 END
                   END AS net_promoter
              FROM (%s UNION ALL %s) AS facts
            """,
            self._get_invitations_sql(),
            self._get_anonymous_sql(),
        )

    def _get_invitations_sql(self):
        return SQL(
            """
            SELECT invitation.id, invitation.program_id, program.metric,
                   invitation.event, invitation.company_id, invitation.ticket_id,
                   invitation.partner_id,
                   COALESCE(answer.support_team_id, ticket.team_id) AS team_id,
                   COALESCE(answer.support_user_id, ticket.user_id) AS user_id,
                   COALESCE(answer.support_category_id, ticket.category_id)
                       AS category_id,
                   ticket.channel_id,
                   COALESCE(answer.support_order_id, ticket.sale_order_id) AS order_id,
                   COALESCE(answer.support_product_id, ticket.product_id) AS product_id,
                   answer.support_template_version_id AS template_version_id,
                   answer.support_article_id AS article_id,
                   answer.id AS answer_id, invitation.sent_date AS date,
                   CASE WHEN invitation.answered_date IS NULL THEN 0 ELSE 1 END
                       AS answered,
                   answer.support_mark AS mark, 100 * answer.support_rate AS score,
                   answer.support_band AS band,
                   CASE WHEN program.is_anonymous THEN NULL
                        WHEN invitation.answered_date IS NULL THEN 0.0 ELSE 100.0
                   END AS response_percent,
                   answer.support_reason AS reason, answer.support_comment AS comment,
                   %s AS speed, %s
              FROM support_feedback_invitation invitation
              JOIN support_feedback_program program
                ON program.id = invitation.program_id
              JOIN support_ticket ticket ON ticket.id = invitation.ticket_id
              LEFT JOIN survey_user_input answer
                ON answer.id = invitation.answer_id
               AND invitation.answered_date IS NOT NULL
             WHERE invitation.state = 'sent'
            """,
            self._get_speed_sql(),
            self._get_effort_sql(),
        )

    def _get_speed_sql(self):
        waited = SQL(
            "EXTRACT(EPOCH FROM ticket.first_response_date - ticket.received_date)"
        )
        cases = [
            SQL("WHEN %s <= %s THEN %s", waited, hours * 3600, key)
            for key, _label, hours in FEEDBACK_SPEEDS
            if hours
        ]
        return SQL(
            "CASE WHEN ticket.first_response_date IS NULL THEN NULL %s ELSE %s END",
            SQL(" ").join(cases),
            FEEDBACK_SPEEDS[-1][0],
        )

    def _get_anonymous_sql(self):
        none = SQL("NULL::integer")
        return SQL(
            """
            SELECT -answer.id, answer.support_program_id, answer.support_metric,
                   program.event, answer.support_company_id, %(none)s, %(none)s,
                   %(none)s, %(none)s, %(none)s, %(none)s, %(none)s, %(none)s,
                   %(none)s, %(none)s, answer.id, answer.create_date, 1,
                   answer.support_mark, 100 * answer.support_rate, answer.support_band,
                   NULL, answer.support_reason, answer.support_comment, NULL,
                   %(none)s, %(none)s, %(none)s, NULL::numeric
              FROM survey_user_input answer
              JOIN support_feedback_program program
                ON program.id = answer.support_program_id
             WHERE answer.support_ticket_id IS NULL
            """,
            none=none,
        )

    def action_open_ticket(self):
        """Open the ticket; an anonymous answer has none."""
        self.ensure_one()
        if not self.ticket_id:
            return False
        return {
            "type": "ir.actions.act_window",
            "res_model": "support.ticket",
            "res_id": self.ticket_id.id,
            "views": [(False, "form")],
        }

    def action_note_wish(self):
        """Ask what the customer wants, by what he answered."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_wish_request_action_new"
        )
        context = {
            "default_ticket_id": self.ticket_id.id,
            "default_answer_id": self.answer_id.id,
            "default_why": self.comment,
        }
        return {**action, "context": context}

    # -- Figures --------------------------------------------------------------------
    @api.model
    def _get_satisfaction(self, domain):
        """Return the figures of what a domain finds, with their 95 % intervals.

        :return: {"csat" | "ces" | "nps": {"figure": ``satisfaction.Figure``,
            "distribution": {mark: answers}}, "response": ``satisfaction.Figure``};
            a metric without answers has a figure of 0 answers
        """
        distributions = {metric: {} for metric in SCALES}
        asked = answered = 0
        for metric, mark, is_answered, is_anonymous, count in self._count(domain):
            if not is_anonymous:
                asked += count
                answered += count if is_answered else 0
            if is_answered and metric in SCALES:
                distributions[metric][mark] = distributions[metric].get(mark, 0) + count
        return {
            **{
                metric: {
                    "figure": get_figure(metric, distribution),
                    "distribution": distribution,
                }
                for metric, distribution in distributions.items()
            },
            "response": get_share(answered, asked),
        }

    @api.model
    def _count(self, domain):
        groups = self._read_group(
            domain, ["metric", "mark", "answered", "program_id"], ["__count"]
        )
        for metric, mark, is_answered, program, count in groups:
            # What was asked matters, not whether the reader may see the program.
            yield metric, mark, is_answered, program.sudo().is_anonymous, count
