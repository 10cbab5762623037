from odoo import models


class SupportSlaTarget(models.Model):
    _inherit = "support.sla.target"

    _support_told = frozenset({f"minutes_{priority}" for priority in range(4)})

    def write(self, vals):
        result = super().write(vals)
        if self._support_told.intersection(vals):
            for policy in self.policy_id:
                articles_sudo = policy._find_support_articles()
                articles_sudo._mark_stale(
                    self.env._("%(policy)s: times have changed", policy=policy.name)
                )
        return result
