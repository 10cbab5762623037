from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_amount, format_date

from ...logic.fraud_signals import Trade, find_signals

_AGENTS = "customer_support.customer_support_group_agent_own"
# Addresses of a customer, and others who share one: a dormitory is no signal.
_ADDRESSES = 20
_OTHERS = 50
_PAID = ("authorized", "done")


class SupportFraudSignal(models.AbstractModel):
    """What in the documents of a customer asks for a second look, for agents only.

    The record tells customer, company, order and contact reason. Words and figures
    leave it, no document and no other customer's name.
    """

    _name = "support.fraud.signal"
    _description = "Signals in the Documents of a Customer"

    signal_words = fields.Text(
        "Take a Second Look", compute="_compute_signals", groups=_AGENTS
    )
    is_signal_strong = fields.Boolean(compute="_compute_signals", groups=_AGENTS)

    # -- Hooks of the record ---------------------------------------------------------
    def _get_signal_orders(self):
        """Return the orders that it is about, in sudo."""
        raise NotImplementedError

    def _get_signal_category(self):
        """Return why the customer wrote: a contact reason, maybe empty."""
        raise NotImplementedError

    # -- In words --------------------------------------------------------------------
    def _compute_signals(self):
        for record in self:
            signals = record._find_signals()
            words = [record._get_signal_in_words(signal) for signal in signals]
            record.signal_words = "\n".join(words)
            record.is_signal_strong = any(signal.is_strong for signal in signals)

    def _get_signal_in_words(self, signal):
        values = dict(signal.values)
        currency = self.company_id.currency_id
        for name in {"returned", "bought"} & values.keys():
            values[name] = format_amount(self.env, values[name], currency)
        if "day" in values:
            values["day"] = format_date(self.env, values["day"])
        return {
            "denied_delivery": self._get_denial_in_words,
            "returns": self._get_returns_in_words,
            "address": self._get_address_in_words,
            "token": self._get_token_in_words,
        }[signal.code](values)

    def _get_denial_in_words(self, values):
        return self.env._(
            "Said not to have arrived, but the delivery of %(day)s is proved.", **values
        )

    def _get_returns_in_words(self, values):
        return self.env._(
            "In 12 months the customer sent back %(percent)s%% of what he bought: "
            "%(returned)s of %(bought)s, in %(returns)s returns from %(orders)s "
            "orders.",
            **values,
        )

    def _get_address_in_words(self, values):
        return self.env._(
            "Same delivery address as other customers who send much back "
            "(%(customers)s): up to %(percent)s%% of what they bought, in %(returns)s "
            "returns.",
            **values,
        )

    def _get_token_in_words(self, values):
        return self.env._(
            "Paid with the same card or account as other customers who send much back "
            "(%(customers)s): up to %(percent)s%% of what they bought, in %(returns)s "
            "returns.",
            **values,
        )

    # -- Gathering -------------------------------------------------------------------
    def _find_signals(self):
        """Return the signals of one record, ``logic.fraud_signals.Signal``."""
        self.ensure_one()
        # Agents have no rights on orders, payments and addresses of others.
        record_sudo = self.sudo()
        customer = record_sudo.partner_id.commercial_partner_id
        if not customer:
            return []
        family = record_sudo._find_family(customer)
        at_address = record_sudo._find_at_address(family) - customer
        with_token = record_sudo._find_with_token(family) - customer
        trades = record_sudo._get_trades(customer | at_address | with_token)
        return find_signals(
            trades.get(customer.id, Trade()),
            [trades[other.id] for other in at_address if other.id in trades],
            [trades[other.id] for other in with_token if other.id in trades],
            record_sudo.company_id._get_signal_limits(),
            record_sudo._get_proof_of_denied_delivery(),
        )

    def _has_strong_signal(self):
        """Tell whether somebody should look before anything happens by itself."""
        return any(signal.is_strong for signal in self._find_signals())

    def _get_proof_of_denied_delivery(self):
        """Return when a delivery was proved that the customer denies, else False."""
        if not self._get_signal_category()._is_delivery_denied():
            return False
        proofs = [order._get_proof_of_delivery() for order in self._get_signal_orders()]
        return max(filter(None, proofs), default=False)

    @api.model
    def _find_family(self, customers):
        """Return customers with all their contacts and addresses."""
        partners = self.env["res.partner"].with_context(active_test=False)
        return partners.search([("id", "child_of", customers.ids)])

    def _find_at_address(self, family):
        """Return customers to whom something was sent where these get theirs."""
        self.env["res.partner"].flush_model(["street", "zip", "country_id"])
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT other.id
                  FROM (SELECT DISTINCT %(own_key)s AS key, own.country_id
                          FROM res_partner own
                         WHERE own.id IN %(family)s AND own.street <> ''
                               AND own.zip <> ''
                         LIMIT %(addresses)s) address
                  JOIN res_partner other
                    ON %(other_key)s = address.key
                   AND other.street <> '' AND other.zip <> ''
                   AND other.country_id IS NOT DISTINCT FROM address.country_id
                 WHERE other.id NOT IN %(family)s
                 ORDER BY other.id DESC
                 LIMIT %(others)s
                """,
                own_key=_get_address_key("own"),
                other_key=_get_address_key("other"),
                family=tuple(family.ids) or (0,),
                addresses=_ADDRESSES,
                others=_OTHERS,
            )
        )
        others = self.env["res.partner"].browse(
            row[0] for row in self.env.cr.fetchall()
        )
        return others.commercial_partner_id

    def _find_with_token(self, family):
        """Return customers who paid with a card or account that these used, too."""
        transactions = self.env["payment.transaction"]
        company = Domain("company_id", "=", self.company_id.id)
        paid = company & Domain("state", "in", _PAID)
        paid &= Domain("token_id", "!=", False)
        own = transactions.search(
            paid & Domain("partner_id", "in", family.ids),
            order="id desc",
            limit=_OTHERS,
        )
        tokens = own.token_id.with_context(active_test=False)
        references = [ref for ref in tokens.mapped("provider_ref") if ref]
        if not tokens:
            return self.env["res.partner"]
        same = tokens.search(
            Domain("provider_id", "in", tokens.provider_id.ids)
            & Domain("provider_ref", "in", references)
        )
        others = transactions.search(
            paid
            & Domain("token_id", "in", (tokens | same).ids)
            & Domain("partner_id", "not in", family.ids),
            order="id desc",
            limit=_OTHERS,
        )
        return others.partner_id.commercial_partner_id

    def _get_trades(self, customers):
        """Return what customers bought in 12 months, and what of it came back.

        Goods count, in the currency of the company; what came back is what the
        warehouse received, whoever asked for it.

        :return: {id of the customer: ``logic.fraud_signals.Trade``}
        """
        family = self._find_family(customers)
        for model in ("sale.order", "sale.order.line", "stock.move"):
            self.env[model].flush_model()
        self.env.cr.execute(
            SQL(
                _TRADES,
                family=tuple(family.ids) or (0,),
                company=self.company_id.id,
                since=fields.Datetime.subtract(fields.Datetime.now(), years=1),
            )
        )
        return {
            customer_id: Trade(float(bought), float(returned), orders, returns)
            for customer_id, bought, returned, orders, returns in self.env.cr.fetchall()
        }


def _get_address_key(alias):
    """Return the address without blanks, dots and capitals; it has an index."""
    table = SQL.identifier(alias)
    return SQL(
        r"lower(regexp_replace(%(table)s.street || %(table)s.zip, '\W', '', 'g'))",
        table=table,
    )


_TRADES = """
WITH sold AS (
    SELECT customer.commercial_partner_id AS customer_id, line.id, line.order_id,
           line.price_total / COALESCE(NULLIF(sale.currency_rate, 0), 1) AS value
      FROM sale_order sale
      JOIN res_partner customer ON customer.id = sale.partner_id
      JOIN sale_order_line line ON line.order_id = sale.id
     WHERE sale.partner_id IN %(family)s AND sale.company_id = %(company)s
       AND sale.state = 'sale' AND sale.date_order >= %(since)s
       AND line.display_type IS NULL
), moved AS (
    SELECT move.sale_line_id,
           SUM(move.quantity) FILTER (WHERE target.usage = 'customer') AS sent,
           SUM(move.quantity) FILTER (WHERE source.usage = 'customer') AS back
      FROM stock_move move
      JOIN stock_location source ON source.id = move.location_id
      JOIN stock_location target ON target.id = move.location_dest_id
     WHERE move.sale_line_id IN (SELECT id FROM sold) AND move.state = 'done'
     GROUP BY move.sale_line_id
), receipts AS (
    SELECT sold.customer_id, COUNT(DISTINCT move.picking_id) AS returns
      FROM sold
      JOIN stock_move move ON move.sale_line_id = sold.id AND move.state = 'done'
      JOIN stock_location source
        ON source.id = move.location_id AND source.usage = 'customer'
     GROUP BY sold.customer_id
)
SELECT sold.customer_id, SUM(sold.value),
       SUM(sold.value * LEAST(COALESCE(moved.back, 0) / moved.sent, 1)),
       COUNT(DISTINCT sold.order_id), COALESCE(MAX(receipts.returns), 0)
  FROM sold
  JOIN moved ON moved.sale_line_id = sold.id AND moved.sent > 0
  LEFT JOIN receipts ON receipts.customer_id = sold.customer_id
 GROUP BY sold.customer_id
"""
