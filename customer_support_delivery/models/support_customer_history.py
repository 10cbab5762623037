from odoo import api, models


class SupportCustomerHistory(models.AbstractModel):
    _inherit = "support.customer.history"

    @api.model
    def _get_transfer_field_names(self):
        return (
            *super()._get_transfer_field_names(),
            "carrier_id",
            "carrier_tracking_ref",
        )

    @api.model
    def _prepare_delivery_row(self, picking_sudo, scope):
        """Add the carrier's pages; a parcel may have several."""
        row = super()._prepare_delivery_row(picking_sudo, scope)
        if picking_sudo.carrier_tracking_ref:
            row["links"] = [*row["links"], *self._get_tracking_links(picking_sudo)]
        return row

    @api.model
    def _get_tracking_links(self, picking_sudo):
        pages = picking_sudo.get_multiple_carrier_tracking() or [
            (picking_sudo.carrier_tracking_ref, picking_sudo.carrier_tracking_url)
        ]
        return [
            {"label": label, "url": url}
            for label, url in pages
            # An address comes from settings or from a carrier's server.
            if url and url.startswith(("https://", "http://"))
        ]
