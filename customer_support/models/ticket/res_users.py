from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    support_member_ids = fields.One2many(
        "support.team.member",
        "user_id",
        "Support Teams",
        help="The teams whose tickets the user works on, if he is an agent.",
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"out_of_office_from", "out_of_office_to"}:
            self._plan_support_out_of_office()
        return result

    def _plan_support_out_of_office(self):
        """Plan anew what becomes of the tickets while somebody is out of office."""
        # Everybody sets his own time; plans belong to leaders and managers.
        plans_sudo = self.env["support.absence.plan"].sudo()
        own = [("user_id", "in", self.ids), ("leave_id", "=", False)]
        plans_sudo.search(own)._cancel_absence()
        for user in self.filtered("out_of_office_from"):
            plans_sudo._plan_absence(
                user, user.out_of_office_from, user.out_of_office_to
            )

    def _get_absent_ids(self, now):
        """Return which of the users are away: archived, out of office or on leave.

        :param datetime now: naive UTC
        :return: set of ids
        """
        away = self._get_announced_absences(now) | self._get_leave_absences(now)
        archived = self.sudo().filtered(lambda user: not user.active)
        return {*archived.ids, *(user.id for user in away)}
