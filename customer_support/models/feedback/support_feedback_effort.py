from odoo import api, models
from odoo.tools import SQL


class SupportFeedbackEffort(models.AbstractModel):
    """What the help cost the customer, counted from what happened (S-97).

    One definition for the ticket and for the report, beside the effort that customers
    are asked about.
    """

    _name = "support.feedback.effort"
    _description = "Measured Effort of Customers"

    @api.model
    def _get_effort_sql(self):
        """Return the measures as columns of a query with the table ``ticket``."""
        return SQL(
            """
            %s AS customer_messages,
            COALESCE(ticket.handoff_count, 0) AS handoffs,
            ticket.reopen_count AS reopenings,
            EXTRACT(EPOCH FROM ticket.solved_date - ticket.received_date) / 3600
                AS hours_to_solution
            """,
            self._get_message_count_sql(),
        )

    @api.model
    def _get_message_count_sql(self):
        """Count what the customer wrote or, in a form or a call, said."""
        return SQL(
            r"""
            (SELECT COUNT(*)
               FROM mail_message message
               JOIN mail_message_subtype subtype ON subtype.id = message.subtype_id
               LEFT JOIN res_partner author ON author.id = message.author_id
              WHERE message.model = 'support.ticket'
                AND message.res_id = ticket.id
                AND message.message_type IN ('comment', 'email')
                AND NOT COALESCE(message.is_internal, FALSE)
                AND NOT COALESCE(subtype.internal, FALSE)
                AND (author.id IS NULL OR author.partner_share
                     OR author.id = ticket.partner_id))
            + (regexp_replace(COALESCE(ticket.description, ''), '<[^>]*>|\s', '', 'g')
               <> '')::integer
            """
        )
