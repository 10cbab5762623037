from odoo import api, models


class SupportCachedMixin(models.AbstractModel):
    """Configuration that is kept in memory: every change makes it be read again."""

    _name = "support.cached.mixin"
    _description = "Configuration Kept in Memory"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
