from odoo import api, models
from odoo.exceptions import AccessError

from ...logic import document_numbers

_HISTORY_FIELDS = (
    "commercial_partner_id",
    "company_id",
    "document_suggestions",
    "sale_order_id",
)


class SupportTicket(models.Model):
    _name = "support.ticket"
    _inherit = ["support.ticket", "support.ticket.documents", "support.ticket.delay"]

    @api.readonly
    def get_customer_history(self):
        """Return what the customer of this ticket has lived through with the company.

        The border is the ticket's company and the customer's commercial entity. The
        caller needs to be an agent who may read the ticket; he needs no rights on
        Sales, Accounting or Inventory, and sees numbers, dates, states and totals of
        documents, never lines, margins or notes. At most ``ROW_LIMIT`` rows per section
        (more if the ticket is about more), in a number of queries that does not depend
        on how many documents there are.

        Instants are UTC ("2026-03-02 09:00:00"), days are plain ("2026-03-02"); each
        amount is in the currency named beside it, refunds are negative.

        The shape is::

            {
                "partner": {"id", "name", "can_open"} or False without a customer,
                "value": {"settled": paid in 12 months less credit notes, "due",
                    "currency_id": the one in which the customer trades} or False,
                "warnings": [{"key", "label", "count"}],
                "suggestions": [{"kind", "label", "number", "own"}],
                "can_link": whether the user may link suggestions,
                "sections": [{"key", "label", "empty", "count", "hidden": how many more
                    there are that the user may not see, "can_list", "rows": [{
                    "model", "id", "name", "detail", "date", "has_time",
                    "amount", "due", "currency_id": optional,
                    "badges": [{"label", "kind"}], "links": [{"label", "url"}],
                    "can_open", "linked": whether the ticket is about it,
                }]}],
            }

        :return: dict
        :raise AccessError: the user is no agent or may not read the ticket
        """
        self._check_history_access()
        history = {"partner": False, "value": False, "warnings": [], "sections": []}
        if self.commercial_partner_id:
            history = self.env["support.customer.history"]._get_history(self)
        return {
            **history,
            "suggestions": self._prepare_suggestions(),
            # Of the model: linking checks the ticket itself.
            "can_link": self.browse().has_access("write"),
        }

    def action_open_customer_history(self, section):
        """Open all documents of a section as a list, as far as the user may read them.

        :param str section: key of a section of ``get_customer_history``
        :return: window action
        """
        self._check_history_access()
        return self.env["support.customer.history"]._get_list_action(self, section)

    def _check_history_access(self):
        self.ensure_one()
        if not self.env.user.has_group(
            "customer_support.customer_support_group_agent_own"
        ):
            raise AccessError(self.env._("Only agents see the history of a customer."))
        # A search applies the rules in the one query that reads the ticket; checking a
        # record that is not in memory yet would take four.
        domain = [("id", "=", self.id)]
        if not self.search_fetch(domain, _HISTORY_FIELDS):
            self.check_access("read")
            raise AccessError(self.env._("You may not read this ticket."))

    def _prepare_suggestions(self):
        labels = {
            "order": self.env._("Order"),
            "invoice": self.env._("Invoice"),
            "delivery": self.env._("Delivery"),
        }
        return [
            {**suggestion, "label": labels[suggestion["kind"]]}
            for suggestion in self.document_suggestions or []
        ]

    # -- Documents named in texts ---------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        tickets._find_documents_in_texts(
            {
                ticket: ticket._get_text_of_request(vals)
                for ticket, vals in zip(tickets, vals_list, strict=True)
            }
        )
        return tickets

    def write(self, vals):
        if "partner_id" not in vals:
            return super().write(vals)
        # The entity is stored for rules; an agent need not have rights on its contact.
        owned = self.sudo().filtered("commercial_partner_id")
        former = {ticket.id: ticket.commercial_partner_id for ticket in owned}
        result = super().write(vals)
        moved = owned.filtered(lambda t: t.commercial_partner_id != former[t.id])
        moved._release_foreign_documents(kept=set(vals))
        self._review_suggestions()
        return result

    def _on_customer_message(self, message):
        result = super()._on_customer_message(message)
        text = document_numbers.get_plain_text(message.body)
        self._find_documents_in_texts({self: text})
        return result

    # -- Acknowledgement ------------------------------------------------------------
    def _get_case_in_words(self):
        """Name the customer's own order and how far its delivery is."""
        known = super()._get_case_in_words()
        # Whoever brings the mail in has no rights on Sales; it is for the customer.
        order_sudo = self.sudo().sale_order_id
        owner = order_sudo.partner_id.commercial_partner_id
        if not owner or owner != self.sudo().commercial_partner_id:
            return known
        words = self.env._("It is about your order %(number)s.", number=order_sudo.name)
        sentences = [known, words, order_sudo._get_support_delivery_in_words()]
        return " ".join(filter(None, sentences))

    # -- What rules ask -------------------------------------------------------------
    def _get_has_order_facts(self):
        """A ticket that is being created has the customer's order that its text names.

        It is linked a moment later, see ``_find_documents_in_texts``.
        """
        facts = super()._get_has_order_facts()
        drafts = self.filtered(lambda ticket: not ticket.id)
        for draft in drafts._filter_naming_own_order(drafts._get_text_facts()):
            facts[draft] = frozenset([True])
        return facts
