from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    # Who else gets parcels at this address? Written the same way in the question.
    _support_address_idx = models.Index(
        r"(lower(regexp_replace(street || zip, '\W', '', 'g'))) "
        "WHERE street <> '' AND zip <> ''"
    )
