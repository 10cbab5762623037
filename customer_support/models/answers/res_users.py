from odoo import api, models


class ResUsers(models.Model):
    """Customers who help themselves with password and access are counted."""

    _inherit = "res.users"

    @api.model
    def change_password(self, old_passwd, new_passwd):
        result = super().change_password(old_passwd, new_passwd)
        self.env["support.account.event"]._log(self.env.user, "password")
        return result

    def _action_reset_password(self, signup_type="reset"):
        result = super()._action_reset_password(signup_type)
        # An employee who sends the link has been asked: that saved nobody anything.
        if signup_type == "reset" and not self.env.user._is_internal():
            self.env["support.account.event"]._log(self.sudo(), "access")
        return result
