from odoo import api, fields, models, tools

from ...const import CHANNEL_KINDS


class SupportChannel(models.Model):
    _name = "support.channel"
    _description = "Support Channel"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(CHANNEL_KINDS, required=True, default="mail")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: all companies."
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Opening Hours",
        help="When this channel is answered. Empty: around the clock.",
    )
    is_public = fields.Boolean(
        "Public Replies",
        help="What is answered here everybody can read, not only the customer.",
    )
    note = fields.Text(
        "Published Note",
        translate=True,
        help="Shown to customers beside the opening hours.",
    )

    @api.model
    def _get_by_kind(self, kind, company=None):
        """Return the first active channel of that kind, possibly none.

        :param str kind: see ``const.CHANNEL_KINDS``
        :param company: ``res.company``; default: the current one
        """
        company = company or self.env.company
        return self.browse(self._get_id_by_kind(kind, company.id))

    @api.model
    @tools.ormcache("kind", "company_id")
    def _get_id_by_kind(self, kind, company_id):
        # Channels are configuration: the same for every user of the company.
        channels_sudo = self.sudo().search(
            [("kind", "=", kind), ("company_id", "in", (False, company_id))]
        )
        return channels_sudo.sorted(lambda channel: not channel.company_id)[:1].id

    @api.model_create_multi
    def create(self, vals_list):
        channels = super().create(vals_list)
        self.env.registry.clear_cache()
        return channels

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
