from odoo import api, fields, models

from ...logic.conditions import get_fact_names


class SaleOrderLine(models.Model):
    """A line keeps the terms of return under which its order was confirmed."""

    _name = "sale.order.line"
    _inherit = ["sale.order.line", "support.facts.mixin", "support.return.source"]

    return_policy_version_id = fields.Many2one(
        "support.return.policy.version",
        "Return Terms",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.state == "sale")._freeze_return_policy()
        return lines

    def _freeze_return_policy(self):
        """Keep the terms that are in force now."""
        now = fields.Datetime.now()
        # Selling needs no rights in support.
        for line, terms in self.sudo()._find_return_terms(lambda _line: now).items():
            line.return_policy_version_id = terms.id if terms else False

    def _find_return_terms(self, get_moment):
        """Return the terms that the policies have for each line.

        :param get_moment: function(line): when the version was in force
        :return: {line: ``logic.return_eligibility.Terms`` or None}
        """
        model = self.env["support.return.policy"]
        found = {}
        for company, lines in self._filter_sold().grouped("company_id").items():
            policies = model._get_definitions_of_company(company)
            facts = lines._get_facts(get_fact_names(policies))
            for line in lines:
                policy = next(
                    (p for p in policies if p.conditions.are_met(facts[line])), None
                )
                found[line] = policy.find_terms(get_moment(line)) if policy else None
        return found

    def _filter_sold(self):
        """Return the lines of goods and services: no headings, no down payments."""
        return self.filtered(
            lambda line: not (line.display_type or line.is_downpayment)
        )

    def _get_promised_terms(self):
        """Return the terms under which the orders were confirmed.

        :return: {line: ``logic.return_eligibility.Terms`` or None}
        """
        versions = self.return_policy_version_id
        terms = {version: version._prepare_terms() for version in versions}
        found = {
            line: terms[line.return_policy_version_id]
            for line in self
            if line.return_policy_version_id
        }
        # Confirmed before there were policies: those of its day are assumed.
        assumed = self.filtered(lambda line: not line.return_policy_version_id)
        return found | assumed._find_return_terms(lambda line: line.order_id.date_order)

    # -- What policies ask ----------------------------------------------------------
    def _get_partner_facts(self):
        return {
            line: frozenset(
                (
                    line.order_partner_id + line.order_partner_id.commercial_partner_id
                ).ids
            )
            for line in self
        }

    def _get_partner_tag_facts(self):
        return {
            line: frozenset(
                (
                    line.order_partner_id + line.order_partner_id.commercial_partner_id
                ).category_id.ids
            )
            for line in self
        }

    def _get_country_facts(self):
        return {
            line: frozenset(line.order_id.partner_shipping_id.country_id.ids)
            for line in self
        }

    def _get_product_facts(self):
        return {line: frozenset(line.product_id.product_tmpl_id.ids) for line in self}

    def _get_product_category_facts(self):
        return {
            line: frozenset(
                int(key)
                for key in (line.product_id.categ_id.parent_path or "").split("/")
                if key
            )
            for line in self
        }

    def _get_sales_team_facts(self):
        return {line: frozenset(line.order_id.team_id.ids) for line in self}

    # -- How much -------------------------------------------------------------------
    def _get_returnable_quantities(self):
        """Return what the customer has of each line and is not sending back.

        :return: {line: quantity in the line's unit, never negative}
        """
        self._read_goods()
        returning = self._get_quantities_in_open_returns()
        return {
            line: max(
                line.qty_delivered
                - line._get_quantity_back_unrefunded()
                - returning.get(line, 0.0),
                0.0,
            )
            for line in self
        }

    def _read_goods(self):
        """Read for all lines at once what each would read on its own."""
        self.move_ids.product_id.mapped("uom_id")

    def _get_quantities_in_open_returns(self):
        """Return what is asked for and not back yet, {line: quantity}."""
        lines = self.env["support.return.line"].sudo()._find_open(self)
        found = {}
        for line in lines:
            earlier = found.get(line.sale_line_id, 0.0)
            found[line.sale_line_id] = earlier + line._get_open_quantity()
        return {line: found[line] for line in self.sudo() if line in found}

    def _get_quantity_back_unrefunded(self):
        """Return what came back without a refund: the host counts it as delivered.

        Of a kit as many are back as the most returned of its parts tells.
        """
        self.ensure_one()
        moves = self.move_ids.filtered(lambda move: move.state == "done")
        back, sent = {}, {}
        for move in moves:
            if move.location_dest_id.usage == "customer":
                side = sent
            elif move.location_id.usage == "customer" and not move.to_refund:
                side = back
            else:
                continue
            quantity = move.product_uom._compute_quantity(
                move.quantity, move.product_id.uom_id, round=False
            )
            side[move.product_id] = side.get(move.product_id, 0.0) + quantity
        if self.product_id in sent:
            return self.product_id.uom_id._compute_quantity(
                back.get(self.product_id, 0.0), self.product_uom_id, round=False
            )
        shares = [back[p] / sent[p] for p in back if sent.get(p)]
        return max(shares, default=0.0) * self.qty_delivered

    def _get_moves_sent(self):
        """Return the moves that brought something to the customer."""
        return self.move_ids.filtered(
            lambda move: (
                move.state == "done" and move.location_dest_id.usage == "customer"
            )
        )

    def _get_quantity_sent(self):
        """Return what was delivered, whether it came back or not, in the line's unit.

        Of services and kits: what the host counts as delivered.
        """
        self.ensure_one()
        own = self._get_moves_sent().filtered(lambda m: m.product_id == self.product_id)
        if not own:
            return self.qty_delivered
        quantity = sum(move._get_support_quantity() for move in own)
        return self.product_id.uom_id._compute_quantity(
            quantity, self.product_uom_id, round=False
        )

    def _get_window_start(self):
        """Return when the customer got the last of it, or may be taken to have got it.

        :return: naive UTC; how long the way takes is a matter of the terms
        """
        self.ensure_one()
        sent = self._get_moves_sent().mapped("date")
        arrived = self.order_id._get_support_delivered_date()
        return arrived or max(sent, default=self.order_id.date_order)
