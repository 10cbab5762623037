from odoo import fields
from odoo.fields import Command

from ..common import SupportCommon


class CustomerCommon(SupportCommon):
    """Customers with orders, deliveries, invoices and payments.

    Builders act as superuser: what a test is about is who sees the documents.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The documents belong to the company; its agents have no rights on them.
        cls.shop = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.shop["account.chart.template"].try_loading(
            "generic_coa", company=cls.company, install_demo=False
        )
        cls.lamp = cls.shop["product.product"].create(
            {
                "name": "Desk Lamp",
                "type": "consu",
                "list_price": 100.0,
                "taxes_id": False,
            }
        )
        cls.lamp.invoice_policy = "order"

    @classmethod
    def _create_order(cls, partner=None, company=None, confirmed=True, **values):
        """Order one lamp for 100.00."""
        orders = cls.shop["sale.order"].with_company(company or cls.company)
        if company:
            orders = orders.with_context(allowed_company_ids=company.ids)
        order = orders.create(
            {
                "partner_id": (partner or cls.customer).id,
                "order_line": [Command.create({"product_id": cls.lamp.id})],
                **values,
            }
        )
        if confirmed:
            order.action_confirm()
        return order

    @classmethod
    def _deliver(cls, order):
        picking = order.picking_ids
        picking.move_ids.write({"quantity": 1, "picked": True})
        picking.button_validate()
        return picking

    @classmethod
    def _invoice(cls, order, **values):
        invoice = order._create_invoices()
        invoice.write({"invoice_date": fields.Date.today(), **values})
        invoice.action_post()
        return invoice

    @classmethod
    def _register_payment(cls, invoice, amount=None):
        wizard = cls.shop["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        values = {"amount": amount} if amount else {}
        return wizard.create(values)._create_payments()

    @classmethod
    def _create_transaction(cls, **values):
        """Create an online payment of Ada Lindqvist that was never booked."""
        method = (
            cls.env["payment.method"]
            .with_context(active_test=False)
            .search([], limit=1)
        )
        provider = cls.shop["payment.provider"].create(
            {"name": "Till", "code": "none", "company_id": cls.company.id}
        )
        return cls.shop["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "reference": "WEB-1",
                "amount": 100.0,
                "currency_id": cls.company.currency_id.id,
                "partner_id": cls.customer.id,
                "operation": "online_redirect",
                **values,
            }
        )

    def _get_history(self, ticket, user=None):
        # What builders left in memory is not what the user reads.
        self.env.flush_all()
        self.env.invalidate_all()
        agent = user or self.agent
        return ticket.with_user(agent).with_context(tz=agent.tz).get_customer_history()

    def _get_section(self, ticket, key, user=None):
        sections = self._get_history(ticket, user)["sections"]
        return next(section for section in sections if section["key"] == key)

    def _get_names(self, ticket, key, user=None):
        return [row["name"] for row in self._get_section(ticket, key, user)["rows"]]
