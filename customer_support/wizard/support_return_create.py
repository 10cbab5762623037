from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..const import OUTCOMES
from ..models.aftersales.support_return_request import Wish

_MAX_ORDERS = 20


class SupportReturnCreate(models.TransientModel):
    """Choose what comes back, and read at once what is possible and why not."""

    _name = "support.return.create"
    _description = "Return from a Ticket"

    ticket_id = fields.Many2one("support.ticket", required=True, ondelete="cascade")
    line_ids = fields.One2many("support.return.create.line", "wizard_id", "Lines")
    desired_outcome = fields.Selection(OUTCOMES, "Customer Would Like")

    @api.model
    def _open_for(self, ticket):
        """Return the action that opens the dialog for a ticket.

        :raise UserError: there is nothing that could come back
        """
        lines_sudo = self._find_lines(ticket)
        returnable = lines_sudo._get_returnable_quantities()
        commands = [
            Command.create(
                {
                    "sale_line_id": line.id,
                    "order_name": line.order_id.name,
                    "name": line.product_id.display_name,
                    "available": returnable[line],
                }
            )
            for line in lines_sudo
            if returnable[line] > 0
        ]
        if not commands:
            raise UserError(
                self.env._(
                    "The customer has nothing that could come back: it was not "
                    "delivered, is back already, or is on its way back."
                )
            )
        wizard = self.create({"ticket_id": ticket.id, "line_ids": commands})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Return"),
            "res_model": self._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    @api.model
    def _find_lines(self, ticket):
        """Return what the customer bought, the ticket's order first, in sudo.

        The agent sees beside the ticket what was bought; he has no other rights on it.
        """
        ticket_sudo = ticket.sudo()
        customer = ticket_sudo.commercial_partner_id
        orders_sudo = ticket_sudo.sale_order_id | self.env["sale.order"].sudo().search(
            [
                ("partner_id.commercial_partner_id", "=", customer.id),
                ("company_id", "=", ticket_sudo.company_id.id),
                ("state", "=", "sale"),
            ],
            order="date_order desc, id desc",
            limit=_MAX_ORDERS if customer else 0,
        )
        return orders_sudo.order_line._filter_goods()

    def action_return(self):
        """Ask for the return; what the policy approves is approved at once."""
        self.ensure_one()
        self.ticket_id.check_access("write")
        wishes = [
            Wish(line.sale_line_id, line.quantity, line.reason_id, line.note or "")
            for line in self.line_ids.filtered("quantity")
        ]
        return_sudo = self.env["support.return"]._request(
            self.ticket_id, wishes, self.desired_outcome
        )
        return return_sudo.with_env(self.env)._get_records_action()
