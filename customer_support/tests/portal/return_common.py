from ..aftersales.return_common import ReturnCommon
from .common import PortalCommon


class PortalReturnCommon(PortalCommon, ReturnCommon):
    """Ada has three lamps and a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reason = cls.env.ref("customer_support.support_return_reason_changed")
        cls.url = f"/my/orders/{cls.order.id}/return"
        cls.damaged = cls.env.ref("customer_support.support_return_reason_damaged")

    def _choose(self, quantity=1, line=None, reason=None, note="", token=None):
        """Fill in the first page; return the second one, or the first with an error."""
        line_id = (line or self.line).id
        query = f"?access_token={token}" if token else ""
        hidden = self._get_hidden(self.url_open(self.url + query), self.url)
        values = {
            f"quantity_{line_id}": quantity,
            f"reason_{line_id}": (reason or self.reason).id,
            f"note_{line_id}": note,
        }
        return self._post(self.url, {**hidden, **values})

    def _send(self, page, files=(), **values):
        """Hand in the second page."""
        return self._post(
            self.url, {**self._get_hidden(page, self.url), **values}, files
        )

    def _find_returns(self):
        lines = self.env["support.return.line"].search(
            [("sale_line_id", "in", self.order.order_line.ids)]
        )
        return lines.return_id
