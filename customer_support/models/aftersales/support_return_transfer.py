from odoo import Command, api, models
from odoo.exceptions import UserError


class SupportReturnTransfer(models.AbstractModel):
    """The host's own transfers that bring a return back, and what they tell."""

    _name = "support.return.transfer"
    _description = "Transfers of a Return"

    def _create_transfers(self):
        """Expect what is not expected yet; run again it makes nothing twice.

        :raise UserError: not so much is out there
        """
        self.ensure_one()
        used, by_delivery = {}, {}
        for line in self.line_ids:
            for move, quantity in line._find_moves_to_return(used).items():
                chosen = by_delivery.setdefault(move.picking_id, [])
                chosen.append((line, move, quantity))
        for delivery, chosen in by_delivery.items():
            self._create_transfer(delivery, chosen)

    def _create_transfer(self, delivery, chosen):
        """Let the host return so much of the moves of a delivery."""
        wizards = self.env["stock.return.picking"].with_context(
            active_model="stock.picking", active_id=delivery.id, active_ids=delivery.ids
        )
        wizard = wizards.create({"picking_id": delivery.id})
        wizard.product_return_moves = [
            Command.clear(),
            *(
                Command.create(
                    {
                        "product_id": move.product_id.id,
                        "move_id": move.id,
                        "quantity": quantity,
                        "to_refund": True,
                        "support_return_line_id": line.id,
                    }
                )
                for line, move, quantity in chosen
            ),
        ]
        picking = wizard._create_return()
        picking.origin = f"{self.name}, {picking.origin}"
        return picking

    def _get_open_moves(self):
        return self.line_ids.move_ids.filtered(
            lambda move: move.state not in ("done", "cancel")
        )

    # -- What the warehouse does ----------------------------------------------------
    @api.model
    def _on_moves_done(self, moves):
        """Follow goods that came back, also those that nobody told us of."""
        back = moves.filtered(
            lambda move: move.state == "done" and move.location_id.usage == "customer"
        )
        if not back:
            return
        self._adopt_moves(
            back.filtered(
                lambda move: (
                    not move.support_return_line_id
                    and move.origin_returned_move_id
                    and move.sale_line_id
                )
            )
        )
        for return_ in back.support_return_line_id.return_id:
            return_._follow_transfers()

    @api.model
    def _adopt_moves(self, moves):
        """Count returns that the warehouse made by itself for what was asked for."""
        lines = self.env["support.return.line"]
        for move in moves:
            open_lines = lines._find_open(move.sale_line_id).filtered(
                lambda line: not line.return_id.is_kept and line._get_open_quantity()
            )
            if open_lines:
                open_lines[0]._adopt_move(move)
                open_lines[0].return_id._on_adopted(move)

    def _on_adopted(self, move):
        if self.state == "requested":
            self._set_state("approved")
        self._log(
            self.env._(
                "The warehouse received %(product)s by %(transfer)s.",
                product=move.product_id.display_name,
                transfer=move.picking_id.name,
            )
        )

    def _follow_transfers(self):
        """Be received when something came back and nothing else is expected."""
        if self.state != "approved" or self._get_open_moves():
            return
        if any(self.line_ids.mapped("received_quantity")):
            self._set_state("received")
            self._after_received()

    @api.model
    def _on_moves_cancelled(self, moves):
        """Tell somebody that goods are no longer expected, or settle with the rest."""
        for return_ in moves.support_return_line_id.return_id:
            if return_.state != "approved" or return_._get_open_moves():
                continue
            return_._follow_transfers()
            if return_.state == "approved":
                return_._ask_agent(
                    return_.env._("The transfer of the return was cancelled")
                )

    # -- After the warehouse --------------------------------------------------------
    def _after_received(self):
        """Wait for the inspection, unless the reasons need none."""
        if not any(self.line_ids.mapped("inspection_required")):
            self._inspect_as_new()
            self._finish_inspection()

    def action_expect_again(self):
        """Expect what was cancelled in the warehouse after all."""
        for return_ in self:
            return_._ensure_can_be("expected")
            # Agents have no rights on transfers.
            return_.sudo()._create_transfers()

    def _ensure_received(self):
        if not any(self.line_ids.mapped("received_quantity")):
            raise UserError(self.env._("Nothing has come back yet."))
