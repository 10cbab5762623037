from odoo import models


class SupportTicketReplyDocuments(models.AbstractModel):
    _inherit = "support.ticket.reply.documents"

    def _get_reply_tracking(self, pickings):
        """Tell reply templates carriers, tracking numbers and pages."""
        links = [
            (link["label"], link["url"])
            for picking in pickings.filtered("carrier_tracking_ref")
            for link in self._get_reply_pages(picking)
        ]
        return pickings.carrier_id.mapped("name"), links

    def _get_reply_pages(self, picking):
        """Return the pages of a transfer; without any, its number alone."""
        pages = self.env["support.customer.history"]._get_tracking_links(picking)
        return pages or [{"label": picking.carrier_tracking_ref, "url": ""}]
