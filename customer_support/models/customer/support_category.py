from odoo import api, fields, models

from ...const import DELAY_CAUSES, DELAY_QUESTIONS


class SupportCategory(models.Model):
    """Reasons that ask about a delivery, and causes that its documents prove."""

    _inherit = "support.category"

    delay_question = fields.Selection(
        DELAY_QUESTIONS,
        "Asks About a Delivery",
        help="Tickets for this reason get a cause proposed from the dates of the "
        "order, its transfers and its payment.",
    )
    delay_cause = fields.Selection(
        DELAY_CAUSES,
        "Proposed For",
        help="The cause that is proposed when the documents say so.",
    )

    def _get_delay_question(self):
        """Return what is asked about a delivery, False once a cause is chosen."""
        return self.level == "reason" and self.delay_question

    @api.model
    def _find_delay_causes(self):
        """Return every category that can be proposed, in one query."""
        return self.search([("delay_cause", "!=", False), ("level", "=", "cause")])

    def _get_delay_cause(self, reason, cause):
        """Return the category for a cause: below the reason, else below a similar one.

        :param reason: ``support.category`` of the ticket
        :param str cause: one of ``DELAY_CAUSES``
        """
        fitting = self.filtered(lambda category: category.delay_cause == cause)
        own = fitting.filtered(lambda category: category.parent_id == reason)
        similar = fitting.filtered(
            lambda c: c.parent_id.delay_question == reason.delay_question
        )
        return (own or similar)[:1]
