import re
from html import unescape

from odoo.tests import HttpCase, new_test_user

from ..common import SupportCommon

_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class PortalCommon(SupportCommon, HttpCase):
    """Portal users of two customers, two contacts of one firm, and a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ada = cls._create_portal_user("ada", cls.customer)
        cls.bruno = cls._create_portal_user("bruno", cls.other_customer)
        cls.mette = cls._create_portal_user("mette", cls.firm_contact)
        cls.second_contact = cls.env["res.partner"].create(
            {
                "name": "Niels Hansen",
                "parent_id": cls.firm.id,
                "email": "n@hansen.example",
            }
        )
        cls.niels = cls._create_portal_user("niels", cls.second_contact)
        cls.ticket = cls._create_ticket()
        cls.firm_ticket = cls._create_ticket(partner_id=cls.firm_contact.id)
        cls.reason = cls.env.ref("customer_support.support_category_order_cancel")

    @classmethod
    def _create_portal_user(cls, login, partner):
        return new_test_user(
            cls.env,
            login=f"portal_{login}",
            groups="base.group_portal",
            partner_id=partner.id,
            email=partner.email,
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
            context={"no_reset_password": True},
        )

    # -- Browser --------------------------------------------------------------------
    def _log_in(self, user):
        """Go on as ``user``, or as nobody."""
        self.authenticate(user and user.login, user and user.login)

    def _get_page(self, url, **arguments):
        return self.url_open(url, params=arguments, allow_redirects=True)

    def _get_hidden(self, page, action):
        """Return the hidden fields of the form that posts to ``action``."""
        form = page.text.split(f'action="{action}"')[1].split("</form>")[0]
        return {name: unescape(value) for name, value in _HIDDEN.findall(form)}

    def _post(self, url, data, files=(), redirects=True):
        parts = [("files", (name, content)) for name, content in files]
        return self.url_open(
            url, data=data, files=parts or None, allow_redirects=redirects
        )

    def _hand_in(self, page_url, action, files=(), **values):
        """Open a page and hand in the form in it that posts to ``action``."""
        hidden = self._get_hidden(self.url_open(page_url), action)
        return self._post(action, {**hidden, **values}, files)

    def _answer(self, ticket, text="It still flickers.", files=(), token=None):
        """Answer on the ticket's page, as whoever is logged in or has the token."""
        query = f"?access_token={token}" if token else ""
        page = f"/my/tickets/{ticket.id}{query}"
        return self._hand_in(page, f"/my/tickets/{ticket.id}/answer", files, text=text)

    def _get_messages(self, ticket):
        """Return the public messages, oldest first."""
        messages = ticket.message_ids.filtered(
            lambda message: (
                message.message_type in ("comment", "email")
                and not message.subtype_id.internal
            )
        )
        return messages.sorted("id")

    def _get_token(self, ticket):
        return ticket._portal_ensure_token()

    def _call(self, model, method, *arguments, **named):
        """Call a method over the web client's RPC; return the result or the error."""
        return self._request_json(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=list(arguments),
            kwargs=named,
        )

    def _request_json(self, route, **parameters):
        """Call a JSON-RPC route; return the result, or the error as a dict."""
        answer = self.url_open(route, json={"params": parameters}).json()
        return answer.get("result", answer.get("error"))
