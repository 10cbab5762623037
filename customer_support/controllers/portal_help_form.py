from odoo.http import request

from . import help_visitor
from .portal_ticket_form import SupportPortalTicketForm


class SupportPortalHelpForm(SupportPortalTicketForm):
    """The form of a new ticket knows where its customer came from."""

    def _create_from_form(self, form):
        ticket_sudo = super()._create_from_form(form)
        source, article_sudo = ticket_sudo.sudo(False)._portal_get_source(form)
        ticket_sudo._portal_keep_source(
            source, article_sudo, help_visitor.get_browser_key()
        )
        return ticket_sudo

    def _prepare_form_values(self, form, error=None):
        source, article_sudo = request.env["support.ticket"]._portal_get_source(form)
        return {
            **super()._prepare_form_values(form, error),
            "help_source": source,
            "help_article": article_sudo,
        }
