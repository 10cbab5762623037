from odoo import api, models
from odoo.fields import Domain

from odoo.addons.customer_support.logic import document_numbers


class SupportDocumentFinder(models.AbstractModel):
    _inherit = "support.document.finder"

    @api.model
    def _get_numbers(self, text, ignored=""):
        numbers = super()._get_numbers(text, ignored)
        tracking = document_numbers.find_tracking_numbers(text)
        return tuple(dict.fromkeys((*numbers, *tracking)))

    @api.model
    def _find_documents_sudo(self, numbers, companies):
        """A parcel is also found by its carrier's number."""
        references = sorted({variant for n in numbers for variant in (n, n.upper())})
        domain = Domain("carrier_tracking_ref", "in", references)
        domain &= Domain("company_id", "in", companies.ids)
        pickings_sudo = self._search_customer_transfers_sudo(
            domain, ["carrier_tracking_ref"]
        )
        return [
            *super()._find_documents_sudo(numbers, companies),
            *(
                self._prepare_found(
                    "delivery", picking_sudo, number=picking_sudo.carrier_tracking_ref
                )
                for picking_sudo in pickings_sudo
            ),
        ]
