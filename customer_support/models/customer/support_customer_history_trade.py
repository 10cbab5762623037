from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .history_section import HistorySection, HistorySource

_ORDER_KINDS = {"cancel": "muted", "draft": "muted", "sent": "info"}
_DELIVERY_KINDS = {"pending": "muted", "full": "success"}
_INVOICE_KINDS = {"to invoice": "warning", "invoiced": "success"}
_OPEN_STATES = ("waiting", "confirmed", "assigned")


class SupportCustomerHistoryTrade(models.AbstractModel):
    """What the customer ordered, what left for him and what came back."""

    _name = "support.customer.history.trade"
    _description = "Orders, Deliveries and Returns of a Customer"

    @api.model
    def _get_trade_sections(self, scope):
        return [
            self._get_order_section(scope),
            self._get_delivery_section(scope),
            self._get_return_section(scope),
        ]

    # -- Orders ---------------------------------------------------------------------
    @api.model
    def _get_order_section(self, scope):
        domain = scope.get_domain("partner_id")
        orders_sudo = self.env["sale.order"].sudo()  # see _get_scope
        source = HistorySource(
            records=orders_sudo,
            domains=(domain,),
            date_field="date_order",
            field_names=self._get_order_field_names(),
            prepare_row=self._prepare_order_row,
            linked=SQL("(%s)", scope.ticket.sudo().sale_order_id.id or None),
        )
        return HistorySection(
            key="orders",
            label=self.env._("Orders"),
            empty=self.env._("No orders yet."),
            sources=(source,),
            list_action="sale.action_quotations",
            list_domain=domain,
        )

    @api.model
    def _get_order_field_names(self):
        return (
            "name",
            "date_order",
            "state",
            "delivery_status",
            "invoice_status",
            "amount_total",
            "currency_id",
            # of the record rules
            "company_id",
            "user_id",
        )

    @api.model
    def _prepare_order_row(self, order_sudo, scope):
        return {
            "name": order_sudo.name,
            "date": order_sudo.date_order,
            "amount": order_sudo.amount_total,
            "currency_id": order_sudo.currency_id.id,
            "badges": self._prepare_order_badges(order_sudo),
        }

    @api.model
    def _prepare_order_badges(self, order_sudo):
        if order_sudo.state != "sale":
            kind = _ORDER_KINDS.get(order_sudo.state, "muted")
            return [self._prepare_badge(order_sudo, "state", kind)]
        badges = []
        if order_sudo.delivery_status:
            kind = _DELIVERY_KINDS.get(order_sudo.delivery_status, "warning")
            badges.append(self._prepare_badge(order_sudo, "delivery_status", kind))
        if order_sudo.invoice_status != "no":
            kind = _INVOICE_KINDS.get(order_sudo.invoice_status, "info")
            badges.append(self._prepare_badge(order_sudo, "invoice_status", kind))
        return badges

    # -- Deliveries and returns -----------------------------------------------------
    @api.model
    def _get_transfer_domains(self, scope, usage_path):
        """Return the customer's transfers, as two disjoint domains.

        A parcel belongs to whoever ordered it, also when it goes to somebody else;
        without an order it belongs to the one at the address.

        :param str usage_path: location that must be the customer's
        """
        common = Domain(f"{usage_path}.usage", "=", "customer")
        common &= Domain("state", "!=", "draft")
        ordered = scope.get_domain("sale_id.partner_id")
        addressed = scope.get_domain("partner_id") & Domain("sale_id", "=", False)
        return ordered & common, addressed & common

    @api.model
    def _get_transfer_source(self, scope, usage_path, prepare_row):
        return HistorySource(
            records=self.env["stock.picking"].sudo(),  # see _get_scope
            domains=self._get_transfer_domains(scope, usage_path),
            date_field="scheduled_date",
            field_names=self._get_transfer_field_names(),
            prepare_row=prepare_row,
            linked=scope.get_linked_sql("picking_ids"),
        )

    @api.model
    def _get_transfer_field_names(self):
        return (
            "name",
            "origin",
            "sale_id",
            "return_id",
            "state",
            "scheduled_date",
            "date_deadline",
            "date_done",
            # of the record rules
            "company_id",
        )

    @api.model
    def _get_delivery_section(self, scope):
        source = self._get_transfer_source(
            scope, "location_dest_id", self._prepare_delivery_row
        )
        return HistorySection(
            key="deliveries",
            label=self.env._("Deliveries"),
            empty=self.env._("Nothing has been shipped yet."),
            sources=(source,),
            list_action="stock.action_picking_tree_all",
            list_domain=Domain.OR(source.domains),
        )

    @api.model
    def _get_return_section(self, scope):
        source = self._get_transfer_source(
            scope, "location_id", self._prepare_return_row
        )
        return HistorySection(
            key="returns",
            label=self.env._("Returns"),
            empty=self.env._("Nothing has come back."),
            sources=(source,),
            list_action="stock.action_picking_tree_all",
            list_domain=Domain.OR(source.domains),
        )

    @api.model
    def _prepare_delivery_row(self, picking_sudo, scope):
        """Return the row of a delivery. Hook: ``links`` takes tracking pages.

        :return: dict; a link is {"label": str, "url": str}
        """
        return {
            "name": picking_sudo.name,
            # Without an order the origin is somebody's free text, not the customer's.
            "detail": picking_sudo.origin or "" if picking_sudo.sale_id else "",
            "date": picking_sudo.date_done or picking_sudo.scheduled_date,
            "badges": [self._prepare_delivery_badge(picking_sudo, scope)],
            "links": [],
        }

    @api.model
    def _prepare_delivery_badge(self, picking_sudo, scope):
        due = picking_sudo.date_deadline or picking_sudo.scheduled_date
        if picking_sudo.state in _OPEN_STATES and due and due < scope.today_start:
            return {"label": self.env._("Late"), "kind": "danger"}
        kinds = {"done": "success", "cancel": "muted"}
        return self._prepare_badge(
            picking_sudo, "state", kinds.get(picking_sudo.state, "info")
        )

    @api.model
    def _prepare_return_row(self, picking_sudo, scope):
        return {
            **self._prepare_delivery_row(picking_sudo, scope),
            "detail": picking_sudo.origin or "" if picking_sudo.return_id else "",
            "badges": [self._prepare_return_badge(picking_sudo)],
        }

    @api.model
    def _prepare_return_badge(self, picking_sudo):
        if picking_sudo.state == "done":
            return {"label": self.env._("Received"), "kind": "success"}
        if picking_sudo.state == "cancel":
            return self._prepare_badge(picking_sudo, "state", "muted")
        return {"label": self.env._("Expected"), "kind": "info"}

    # -- What went wrong ------------------------------------------------------------
    @api.model
    def _get_trade_warnings(self, scope):
        late = Domain("date_deadline", "<", scope.today_start) | (
            Domain("date_deadline", "=", False)
            & Domain("scheduled_date", "<", scope.today_start)
        )
        late &= Domain("state", "in", _OPEN_STATES)
        domains = self._get_transfer_domains(scope, "location_dest_id")
        pickings_sudo = self.env["stock.picking"].sudo()  # see _get_scope
        source = HistorySource(pickings_sudo, tuple(d & late for d in domains))
        return {"late_deliveries": (self.env._("Late deliveries"), source)}
