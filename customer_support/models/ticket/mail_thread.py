import xmlrpc.client

from odoo import api, models, tools

from ...logic import mail_gate


class MailThread(models.AbstractModel):
    """The mail door: what concerns support is read by us before the host sees it."""

    _inherit = "mail.thread"

    @api.model
    def message_process(
        self,
        model,
        message,
        custom_values=None,
        save_original=False,
        strip_attachments=False,
        thread_id=None,
    ):
        """Process an incoming mail, and book it if it concerns support.

        A mail for support never raises: what cannot be processed is kept, visible to
        managers, and can be run again. For everybody else's mail nothing changes, but
        one that the host cannot process is kept too.
        """
        options = {
            "model": model,
            "custom_values": custom_values,
            "save_original": save_original,
            "strip_attachments": strip_attachments,
            "thread_id": thread_id,
        }
        if self._get_support_route() or not self._delivers_mail():
            return super().message_process(message=message, **options)
        # The books belong to managers; whoever delivers mail only drops it here.
        books_sudo = self.env["support.incoming.mail"].sudo()
        options["is_trusted"] = self.env.su or self.env.user._is_system()
        return books_sudo._receive(self, _get_bytes(message), options)

    def _delivers_mail(self):
        """Tell whether the user may be a mail server: never a customer by the API."""
        return self.env.su or self.env.user._is_internal()

    def _get_support_route(self):
        """Return what the mail door decided for the mail in work, None without it.

        The type is the proof that it was us: a remote caller cannot send one.
        """
        route = self.env.context.get("support_mail_route")
        return route if isinstance(route, mail_gate.Route) else None

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        """Follow the decision of the mail door, if it made one for this mail."""
        route = self._get_support_route()
        if not route or not route.is_decided:
            return super().message_route(
                message, message_dict, model, thread_id, custom_values
            )
        routes = []
        if route.with_others:  # the mail went to another app's address too
            routes = [
                other
                for other in super().message_route(message, message_dict, model)
                if other[0] != "support.ticket"
            ]
        tickets = self.env["support.ticket"]
        return routes + tickets._prepare_support_routes(message, message_dict, route)

    @api.model
    def _detect_loop_sender(self, message, message_dict, routes):
        """The mail door counts by itself: by address, and it keeps what it stops."""
        route = self._get_support_route()
        if route and route.is_decided:
            return False
        return super()._detect_loop_sender(message, message_dict, routes)

    def _message_parse_post_process(self, message, message_dict, routes):
        """Keep the author that the mail door found, also if that is nobody."""
        route = self._get_support_route()
        if not route or not route.is_decided:
            return super()._message_parse_post_process(message, message_dict, routes)
        # So that nobody is looked for: neither the author nor, among contacts, we.
        nobody = {**message_dict, "email_from": False}
        if self._is_for_us_alone(message_dict):
            nobody["recipients"] = False
        values = super()._message_parse_post_process(message, nobody, routes)
        return {**values, "author_id": message_dict.get("author_id") or False}

    def _is_for_us_alone(self, message_dict):
        """Tell whether a mail goes to our own addresses and to nobody else."""
        recipients = tools.email_split(message_dict.get("recipients"))
        addresses = [tools.email_normalize(address) for address in recipients]
        own = self.env["mail.alias.domain"].sudo()._find_aliases(addresses)
        return set(addresses) == set(own)


def _get_bytes(message):
    if isinstance(message, xmlrpc.client.Binary):
        return bytes(message.data)
    if isinstance(message, str):
        return message.encode("utf-8", "surrogateescape")
    return bytes(message)
