from odoo import fields, models
from odoo.tools import SQL

from ...const import REPLY_OUTCOMES


class SupportReplyReport(models.Model):
    """What became of each use of a template, read from the tickets when asked.

    The window is the company's. Until it has passed a use is pending, whatever has
    happened; then it closed the matter only if the ticket ended within it, and neither
    another question of the customer nor another ticket of his about the same order came
    in. A message that nobody had to answer before the ticket ended is thanks, not a
    question.
    """

    _name = "support.reply.report"
    _description = "Outcome of a Reply Template"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "template_id"
    _depends = {
        "mail.message": ["author_id", "date", "message_type", "model", "res_id"],
        "res.company": ["support_reply_window_days"],
        "support.reply.use": ["date", "ended_date", "is_altered", "reopened_date"],
        "support.ticket": [
            "category_id",
            "merged_into_id",
            "received_date",
            "stage_kind",
        ],
    }

    template_id = fields.Many2one("support.reply.template", readonly=True)
    version_id = fields.Many2one("support.reply.template.version", readonly=True)
    lang_id = fields.Many2one("res.lang", "Language", readonly=True)
    ticket_id = fields.Many2one("support.ticket", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    sale_order_id = fields.Many2one("sale.order", "Order", readonly=True)
    category_id = fields.Many2one("support.category", "Contact Reason", readonly=True)
    user_id = fields.Many2one("res.users", "Agent", readonly=True)
    date = fields.Datetime(readonly=True)
    window_date = fields.Datetime(
        "Counted From", readonly=True, help="When the company's window has passed."
    )
    is_automatic = fields.Boolean("Sent by Itself", readonly=True)
    is_altered = fields.Boolean("Rewritten", readonly=True)
    ended_date = fields.Datetime("Ticket Ended On", readonly=True)
    next_question_date = fields.Datetime("Next Question", readonly=True)
    repeat_ticket_id = fields.Many2one("support.ticket", "New Contact", readonly=True)
    next_category_id = fields.Many2one(
        "support.category",
        "Next Reason",
        readonly=True,
        help="What the customer asked next, as far as it is known.",
    )
    outcome = fields.Selection(REPLY_OUTCOMES, readonly=True)
    is_reopened = fields.Boolean("Ticket Came Back", readonly=True)
    has_failed = fields.Boolean("Asked Again", readonly=True)
    closing_percent = fields.Float(
        "Closing Rate (%)",
        readonly=True,
        aggregator="avg",
        help="Of the uses that count: the window has passed, the words were left.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT judged.*,
                   CASE WHEN outcome = 'pending' OR is_altered THEN NULL
                        WHEN outcome = 'closed' THEN 100.0 ELSE 0.0
                   END AS closing_percent
              FROM (SELECT facts.*,
                           next_question_date IS NOT NULL
                               OR repeat_ticket_id IS NOT NULL AS has_failed,
                           CASE WHEN window_date > %s
                                THEN 'pending'
                                WHEN next_question_date IS NOT NULL THEN 'question'
                                WHEN repeat_ticket_id IS NOT NULL THEN 'repeat'
                                WHEN ended_date <= window_date
                                     AND (reopened_date IS NULL
                                          OR reopened_date > window_date
                                          OR is_reopened_by_thanks)
                                THEN 'closed'
                                ELSE 'open'
                           END AS outcome
                      FROM (%s) AS facts
                   ) AS judged
            """,
            fields.Datetime.now(),
            self._get_facts_query(),
        )

    def _get_facts_query(self):
        """Return each use with what its customer did within the window."""
        return SQL(
            """
            SELECT used.id, used.template_id, used.version_id, used.lang_id,
                   used.ticket_id, used.company_id, used.sale_order_id,
                   used.category_id, used.user_id, used.date,
                   COALESCE(used.is_automatic, FALSE) AS is_automatic,
                   COALESCE(used.is_altered, FALSE) AS is_altered,
                   used.ended_date, used.reopened_date,
                   used.reopened_date IS NOT NULL AS is_reopened,
                   COALESCE(used.is_reopened_by_customer, FALSE)
                       AND ticket.stage_kind IN ('solved', 'closed')
                       AS is_reopened_by_thanks,
                   used.window_date, question.date AS next_question_date,
                   later.id AS repeat_ticket_id,
                   CASE WHEN question.date IS NOT NULL
                             AND (later.received_date IS NULL
                                  OR question.date < later.received_date)
                        THEN ticket.category_id ELSE later.category_id
                   END AS next_category_id
              FROM (SELECT uses.*, uses.date + MAKE_INTERVAL(
                           days => company.support_reply_window_days) AS window_date
                      FROM support_reply_use AS uses
                      JOIN res_company AS company ON company.id = uses.company_id
                   ) AS used
              JOIN support_ticket AS ticket ON ticket.id = used.ticket_id
              LEFT JOIN LATERAL (%s) AS question ON TRUE
              LEFT JOIN LATERAL (%s) AS later ON TRUE
            """,
            self._get_question_query(),
            self._get_repeat_query(),
        )

    def _get_question_query(self):
        """Return the next message from outside that was, or has to be, answered."""
        return SQL(
            """
            SELECT message.date
              FROM mail_message AS message
              LEFT JOIN mail_message_subtype AS subtype
                        ON subtype.id = message.subtype_id
              LEFT JOIN res_partner AS author ON author.id = message.author_id
             WHERE message.model = 'support.ticket'
               AND message.res_id = COALESCE(ticket.merged_into_id, ticket.id)
               AND message.message_type IN ('email', 'comment')
               AND NOT COALESCE(subtype.internal, FALSE)
               AND NOT COALESCE(message.is_internal, FALSE)
               AND (author.id IS NULL OR author.partner_share
                    OR author.id = ticket.partner_id)
               AND message.date > used.date AND message.date <= used.window_date
               AND (ticket.last_agent_message_date >= message.date
                    OR ticket.stage_kind NOT IN ('solved', 'closed'))
             ORDER BY message.date
             LIMIT 1
            """
        )

    def _get_repeat_query(self):
        """Return the customer's next ticket, unless it is about another order."""
        return SQL(
            """
            SELECT other.id, other.category_id, other.received_date
              FROM support_ticket AS other
             WHERE other.commercial_partner_id = ticket.commercial_partner_id
               AND other.company_id = used.company_id
               AND other.id != ticket.id
               AND other.received_date > used.date
               AND other.received_date <= used.window_date
               AND other.cancel_reason IS DISTINCT FROM 'spam'
               AND (other.sale_order_id = used.sale_order_id
                    OR other.sale_order_id IS NULL OR used.sale_order_id IS NULL)
             ORDER BY other.received_date
             LIMIT 1
            """
        )

    def action_open_ticket(self):
        """Open the ticket behind a figure."""
        self.ensure_one()
        return self.ticket_id._get_records_action()
