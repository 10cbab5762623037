from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class SupportPaymentLink(models.TransientModel):
    """Links on which the customer of a ticket pays what is due."""

    _name = "support.payment.link"
    _description = "Payment Links from a Ticket"

    ticket_id = fields.Many2one("support.ticket", required=True, ondelete="cascade")
    line_ids = fields.One2many("support.payment.link.line", "wizard_id", "Due")

    @api.model
    def _open_for(self, ticket):
        """Return the action that opens the dialog for a ticket.

        :raise UserError: nothing is due
        """
        due = ticket._get_due_documents()
        if not due:
            raise UserError(
                self.env._("The customer of this ticket has nothing to pay online.")
            )
        wizard = self.create(
            {
                "ticket_id": ticket.id,
                "line_ids": [
                    Command.create(
                        {
                            "document_model": document._name,
                            "document_id": document.id,
                            "name": document.name,
                            "currency_id": document.currency_id.id,
                            "due": amount,
                            "amount": amount,
                        }
                    )
                    for document, amount in due.items()
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for Payment"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }
