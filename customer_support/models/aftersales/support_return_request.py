from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, UserError

# Policies can be overruled by a manager; what is not there cannot come back.
_IMPOSSIBLE = {"nothing_returnable", "quantity"}


class Wish(NamedTuple):
    """What somebody wants to send back.

    :param sale_line: ``sale.order.line``
    :param float quantity: in the unit of the line
    :param reason: ``support.return.reason``
    """

    sale_line: models.BaseModel
    quantity: float
    reason: models.BaseModel
    note: str = ""


class SupportReturnRequest(models.AbstractModel):
    """Asking for a return, by an agent or by the customer himself."""

    _name = "support.return.request"
    _description = "Request of a Return"

    @api.model
    def _request(self, ticket, wishes, outcome=False, photos=None):
        """Ask for a return; it is approved at once if the policies need nobody.

        Of two who ask for the last piece at the same moment one gets it.

        :param ticket: ``support.ticket`` of the customer; the caller checked access
        :param list wishes: ``Wish``, each of another line
        :param str outcome: what the customer would like, one of ``const.OUTCOMES``
        :param photos: ``ir.attachment``
        :return: the return, in sudo
        :raise UserError: it is not possible, in words for the customer
        """
        ticket_sudo = ticket.sudo()
        lines_sudo = self._get_wished_lines(ticket_sudo, wishes)
        lines_sudo._lock_for_return()
        lines_sudo.invalidate_recordset()
        verdicts = lines_sudo.order_id.with_env(self.env)._get_return_verdicts(
            {wish.sale_line: (wish.quantity, wish.reason) for wish in wishes}
        )
        verdicts = {line.id: verdict for line, verdict in verdicts.items()}
        self._check_possible(wishes, verdicts)
        # Returns are made here only; who asks has no rights on orders and transfers.
        return_sudo = (
            self.env["support.return"]
            .sudo()
            .with_company(ticket_sudo.company_id)
            .create(
                {
                    "ticket_id": ticket.id,
                    "desired_outcome": outcome,
                    "requested_by_id": self.env.uid,
                    "photo_ids": [(6, 0, photos.ids if photos else [])],
                    "line_ids": [
                        self.env["support.return.line"]._prepare_vals(
                            wish, verdicts[wish.sale_line.id]
                        )
                        for wish in wishes
                    ],
                }
            )
        )
        return_sudo._check_outcome(outcome)
        if return_sudo._needs_nobody([verdicts[w.sale_line.id] for w in wishes]):
            return_sudo.is_automatic = True
            return_sudo._approve()
        return return_sudo

    @api.model
    def _get_wished_lines(self, ticket_sudo, wishes):
        """Return the lines of the wishes: goods of the ticket's customer, in sudo.

        :raise AccessError: one of them is another customer's
        """
        lines_sudo = self.env["sale.order.line"].sudo()
        for wish in wishes:
            lines_sudo |= wish.sale_line.sudo()
        lines_sudo = lines_sudo._filter_goods()
        if not wishes or len(lines_sudo) < len(wishes):
            raise UserError(self.env._("Choose what comes back, each product once."))
        owners = lines_sudo.order_id.partner_id.commercial_partner_id
        if (
            owners != ticket_sudo.commercial_partner_id
            or lines_sudo.company_id != ticket_sudo.company_id
        ):
            raise AccessError(self.env._("The order belongs to another customer."))
        return lines_sudo

    @api.model
    def _check_possible(self, wishes, verdicts):
        for wish in wishes:
            reasons = verdicts[wish.sale_line.id].reasons if verdicts else ()
            words = [text for code, text, _blocks in reasons if code in _IMPOSSIBLE]
            if not wish.quantity > 0:
                words = [self.env._("Choose a quantity.")]
            if not wish.reason:
                words.append(self.env._("Choose why it comes back."))
            if words:
                raise UserError(
                    self.env._(
                        "%(product)s: %(why)s",
                        product=wish.sale_line.sudo().product_id.display_name,
                        why=" ".join(words),
                    )
                )

    def _check_outcome(self, outcome):
        if outcome and outcome not in self._get_outcomes():
            raise UserError(self.env._("Please choose one of the offered values."))

    def _get_keep_words(self):
        """Return why it is cheaper to leave the goods where they are, else False."""
        worth = sum(self.line_ids.mapped("resale_value"))
        cost = max(self.line_ids.mapped("return_cost"), default=0.0)
        if not 0 < worth < cost:
            return False
        return self.env._(
            "One parcel costs us %(cost)s, the goods are worth %(worth)s to us: "
            "leaving them with the customer is cheaper.",
            cost=self.currency_id.format(cost),
            worth=self.currency_id.format(worth),
        )

    def _needs_nobody(self, verdicts):
        """Tell whether the policies approve everything by themselves."""
        has_photos = bool(self.photo_ids)
        is_automatic = all(
            verdict.automatic and (has_photos or not verdict.photo_required)
            for verdict in verdicts
        )
        return is_automatic and not self._has_strong_signal()
