from odoo import api, models
from odoo.exceptions import AccessError


class SupportReplyGuard(models.AbstractModel):
    """Records of which some fields are written by the product and by nobody else.

    What a template has earned is judged by them: no form, import, copy or API call may
    write them, whatever the rights of the user. The product writes as superuser, after
    it has checked what it has to.
    """

    _name = "support.reply.guard"
    _description = "Fields Written by the Product"

    # Names of the fields; hook of the model
    _product_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        self._check_product_fields(*vals_list)
        defaults = self._get_product_defaults()
        return super().create([{**defaults, **vals} for vals in vals_list])

    def write(self, vals):
        self._check_product_fields(vals)
        return super().write(vals)

    @api.model
    def _check_product_fields(self, *vals_list):
        if self.env.su:
            return
        forbidden = self._product_fields.intersection(*[set().union(*vals_list)])
        if forbidden:
            raise AccessError(
                self.env._(
                    "These fields follow from what happens and cannot be written: "
                    "%(fields)s.",
                    fields=", ".join(sorted(forbidden)),
                )
            )

    def _get_product_defaults(self):
        """Return how the fields begin, whatever defaults users or contexts name."""
        defaults = {}
        for name in self._product_fields:
            default = self._fields[name].default
            defaults[name] = default(self) if default else False
        return defaults
