from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

# Of the tickets of so many days, per reason the newest so many answers are compared.
_DAYS = 90
_SAMPLE = 12
_LETTERS = 600


class SupportReplyGap(models.Model):
    """Reasons without a template, where one would help most.

    Many tickets, and agents who write nearly the same each time: volume times sameness.
    Sameness is the mean similarity of the first answers of the newest tickets, by
    PostgreSQL's trigrams; zero where the database has none.
    """

    _name = "support.reply.gap"
    _description = "Question without a Reply Template"
    _auto = False
    _order = "potential desc, id"
    _rec_name = "category_id"
    _depends = {
        "mail.message": ["author_id", "body", "message_type", "model", "res_id"],
        "support.category": ["parent_path"],
        "support.reply.template": ["active", "category_ids", "version_id"],
        "support.ticket": ["category_id", "first_response_date", "received_date"],
    }

    category_id = fields.Many2one("support.category", "Contact Reason", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    ticket_count = fields.Integer(
        "Tickets", readonly=True, help="Of the last 90 days, without spam."
    )
    answer_count = fields.Integer(
        "Compared Answers", readonly=True, help="First answers; at most the newest 12."
    )
    sameness = fields.Float(
        readonly=True, aggregator="avg", help="How alike these answers are."
    )
    potential = fields.Float(
        readonly=True, help="Tickets times sameness: what one template could answer."
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT volume.id, volume.category_id, volume.company_id,
                   volume.ticket_count, COALESCE(alike.answer_count, 0) AS answer_count,
                   COALESCE(alike.sameness, 0) AS sameness,
                   volume.ticket_count * COALESCE(alike.sameness, 0) AS potential
              FROM (SELECT MIN(id) AS id, category_id, company_id,
                           COUNT(*) AS ticket_count
                      FROM support_ticket
                     WHERE category_id IS NOT NULL
                       AND received_date >= %(since)s
                       AND cancel_reason IS DISTINCT FROM 'spam'
                     GROUP BY category_id, company_id
                   ) AS volume
              LEFT JOIN LATERAL (%(sameness)s) AS alike ON TRUE
             WHERE NOT EXISTS (%(template)s)
            """,
            since=self._get_since(),
            sameness=self._get_sameness_query(),
            template=self._get_template_query(),
        )

    def _get_since(self):
        return SQL("%s", fields.Datetime.now() - timedelta(days=_DAYS))

    def _get_sameness_query(self):
        """Return how alike the answers of a reason are, each pair compared once."""
        alike = SQL("SIMILARITY(one.words, two.words)")
        if not self.env.registry.has_trigram:
            alike = SQL("NULL::real")
        return SQL(
            """
            WITH answer AS (%s)
            SELECT (SELECT COUNT(*) FROM answer) AS answer_count,
                   AVG(%s)::float AS sameness
              FROM answer AS one JOIN answer AS two ON one.ticket_id < two.ticket_id
            """,
            self._get_answer_query(),
            alike,
        )

    def _get_answer_query(self):
        """Return the words of the first answer on each of the newest tickets."""
        return SQL(
            """
            SELECT ticket.id AS ticket_id, first.words
              FROM (SELECT id FROM support_ticket
                     WHERE category_id = volume.category_id
                       AND company_id = volume.company_id
                       AND first_response_date IS NOT NULL
                       AND received_date >= %s
                     ORDER BY id DESC LIMIT %s
                   ) AS ticket
              JOIN LATERAL (
                   SELECT LEFT(REGEXP_REPLACE(message.body, '<[^>]*>', ' ', 'g'), %s)
                          AS words
                     FROM mail_message AS message
                     LEFT JOIN mail_message_subtype AS subtype
                               ON subtype.id = message.subtype_id
                     LEFT JOIN res_partner AS author ON author.id = message.author_id
                    WHERE message.model = 'support.ticket'
                      AND message.res_id = ticket.id
                      AND message.message_type IN ('comment', 'email_outgoing')
                      AND NOT COALESCE(subtype.internal, FALSE)
                      AND NOT author.partner_share
                    ORDER BY message.id LIMIT 1
                   ) AS first ON TRUE
            """,
            self._get_since(),
            _SAMPLE,
            _LETTERS,
        )

    def _get_template_query(self):
        """Return the template in use that is made for a reason, or for one above it."""
        return SQL(
            """
            SELECT 1
              FROM support_category AS reason
              JOIN support_category AS covered ON reason.parent_path
                   LIKE covered.parent_path || '%%'
              JOIN support_category_support_reply_template_rel AS rel
                   ON rel.support_category_id = covered.id
              JOIN support_reply_template AS template
                   ON template.id = rel.support_reply_template_id
             WHERE reason.id = volume.category_id
               AND template.active AND template.version_id IS NOT NULL
               AND template.purpose = 'answer'
               AND (template.company_id IS NULL
                    OR template.company_id = volume.company_id)
            """
        )

    def action_open_tickets(self):
        """Open the tickets of the reason, as far as the user may see them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_ticket_action"
        )
        return {
            **action,
            "domain": [
                ("category_id", "=", self.category_id.id),
                ("company_id", "=", self.company_id.id),
                ("received_date", ">=", f"-{_DAYS}d"),
            ],
            "context": {},
        }

    def action_make_template(self):
        """Begin a template for the reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "support.reply.template",
            "views": [(False, "form")],
            "context": {
                "default_name": self.category_id.name,
                "default_category_ids": self.category_id.ids,
                "default_company_id": self.company_id.id,
            },
        }
