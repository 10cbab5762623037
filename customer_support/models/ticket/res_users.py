from odoo import fields, models
from odoo.fields import Domain


class ResUsers(models.Model):
    _inherit = "res.users"

    support_member_ids = fields.One2many(
        "support.team.member",
        "user_id",
        "Support Teams",
        help="The teams whose tickets the user works on, if he is an agent.",
    )

    def _get_absent_ids(self, now):
        """Return which of the users are away: archived, out of office or on leave.

        :param datetime now: naive UTC
        :return: set of ids
        """
        if not self:
            return set()
        leaves = Domain("resource_id.user_id", "in", self.ids) & Domain(
            "time_type", "=", "leave"
        )
        span = Domain("date_from", "<=", now) & Domain("date_to", ">", now)
        # Asked to spare people who are away; why they are stays theirs.
        leaves_sudo = self.env["resource.calendar.leaves"].sudo().search(leaves & span)
        away = self.sudo().filtered(lambda u: u.is_out_of_office or not u.active)
        return {*away.ids, *leaves_sudo.resource_id.user_id.ids}
