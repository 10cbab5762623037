from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date


class SupportResolutionPortal(models.AbstractModel):
    """What a customer sees of decisions, and cancels by himself.

    Called by the portal's controllers after the access function has let the visitor in.
    """

    _name = "support.resolution.portal"
    _description = "Portal Side of a Resolution"

    # -- Asking ---------------------------------------------------------------------
    @api.model
    def _portal_get_cancellable(self, order_sudo):
        """Return [(line, verdict in words)] of what was ordered and is goods."""
        goods = order_sudo.order_line._filter_goods()
        verdicts = order_sudo.with_env(self.env)._get_cancellation_verdicts()
        found = {line.id: verdict for line, verdict in verdicts.items()}
        return [(line, found[line.id]) for line in goods if line.id in found]

    @api.model
    def _portal_cancel_order(self, order_sudo, line_ids, text, partner, by_link=False):
        """Cancel what has not left of lines of an order, with a ticket about it.

        What cannot be carried out at once, such as money that has to go back first,
        stays decided on the ticket for an agent.

        :param line_ids: ids of lines, as the visitor chose them
        :param str text: why, may be empty
        :return: the resolution, in sudo
        :raise UserError: nothing was chosen, or it cannot be cancelled, in words
        """
        chosen = self._portal_choose_lines(order_sudo, line_ids)
        ticket_sudo = self._portal_open_cancellation(
            order_sudo, chosen, text, partner, by_link
        )
        resolution_sudo = (
            self.env["support.resolution"]
            .sudo()
            .with_company(order_sudo.company_id)
            .create(
                {
                    "ticket_id": ticket_sudo.id,
                    "kind": "cancellation",
                    "order_id": order_sudo.id,
                    "user_id": False,
                    "line_ids": [
                        Command.create(
                            {
                                "sale_line_id": line.id,
                                "quantity": verdict.returnable_quantity,
                            }
                        )
                        for line, verdict in chosen
                    ],
                }
            )
        )
        resolution_sudo._run()
        if resolution_sudo.state in ("running", "done"):
            ticket_sudo._move_to_kind("solved")
        return resolution_sudo

    @api.model
    def _portal_choose_lines(self, order_sudo, line_ids):
        """Return (line, verdict) of what the visitor chose.

        :raise UserError: nothing, or something that cannot be cancelled, in words
        """
        chosen = [
            (line, verdict)
            for line, verdict in self._portal_get_cancellable(order_sudo)
            if line.id in line_ids
        ]
        if not chosen or len(chosen) < len(line_ids):
            raise UserError(self.env._("Choose what you would like to cancel."))
        for line, verdict in chosen:
            if not verdict.allowed:
                why = " ".join(words for _code, words, _blocks in verdict.reasons)
                raise UserError(
                    self.env._(
                        "%(product)s: %(why)s",
                        product=line.product_id.display_name,
                        why=why,
                    )
                )
        return chosen

    @api.model
    def _portal_open_cancellation(self, order_sudo, chosen, text, partner, by_link):
        lines = [
            self.env._(
                "Please cancel %(quantity)s × %(product)s.",
                quantity=f"{verdict.returnable_quantity:g}",
                product=line.product_id.display_name,
            )
            for line, verdict in chosen
        ]
        # What he wants is dealt with right here: no template answers as well.
        tickets = self.env["support.ticket"].with_context(support_is_served=True)
        category = self.env["ir.model.data"]._xmlid_to_res_id(
            "customer_support.support_category_order_cancel"
        )
        return tickets._portal_create_ticket(
            self.env._("Cancellation of %(order)s", order=order_sudo.name),
            "\n".join([*lines, text.strip()]).strip(),
            [],
            company=order_sudo.company_id,
            partner=partner,
            by_link=by_link,
            sale_order_id=order_sudo.id,
            category_id=category,
        )

    # -- Looking --------------------------------------------------------------------
    def _portal_get_words(self):
        """Return in the customer's words what was decided and how far it is."""
        self.ensure_one()
        goods = ", ".join(
            f"{line.quantity:g} × {line.product_id.display_name}"
            for line in self.line_ids
        )
        if self.state in ("chosen", "failed"):
            return self.env._("We look at it: %(goods)s", goods=goods)
        if self.kind == "cancellation":
            return self._portal_get_cancelled_words(goods)
        order = self._get_sent_order()
        goods = ", ".join(
            f"{line.product_uom_qty:g} × {line.product_id.display_name}"
            for line in order.order_line
        )
        if self.state == "done":
            return self.env._("Delivered: %(goods)s", goods=goods)
        dates = order.picking_ids.filtered(
            lambda picking: picking.state not in ("done", "cancel")
        ).mapped("scheduled_date")
        if not dates:
            return self.env._("We send you: %(goods)s", goods=goods)
        return self.env._(
            "We send you: %(goods)s, leaving us about %(date)s",
            goods=goods,
            date=format_date(self.env, max(dates), date_format="long"),
        )

    def _portal_get_cancelled_words(self, goods):
        refunds = self.refund_ids.filtered(lambda refund: refund.state != "cancelled")
        if not refunds:
            return self.env._("Cancelled: %(goods)s", goods=goods)
        amount = refunds.currency_id[:1].format(sum(refunds.mapped("amount")))
        if self.state == "done":
            return self.env._(
                "Cancelled: %(goods)s. Refunded: %(amount)s",
                goods=goods,
                amount=amount,
            )
        return self.env._(
            "Cancelled: %(goods)s. Your refund of %(amount)s is on its way",
            goods=goods,
            amount=amount,
        )
