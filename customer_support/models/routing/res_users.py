from dataclasses import dataclass
from datetime import datetime

from odoo import fields, models


@dataclass(frozen=True)
class Absence:
    """Why somebody cannot take work now.

    :param reason: see ``const.ABSENCE_REASONS``
    :param until: when he is there again, naive UTC; None: nobody knows
    """

    reason: str
    until: datetime | None = None


class ResUsers(models.Model):
    _inherit = "res.users"

    support_skill_ids = fields.One2many(
        "support.user.skill", "user_id", "Support Skills"
    )
    support_back_date = fields.Datetime(
        "Away From Support Until",
        help="No new ticket is assigned before. For a meeting or an errand; days off "
        "belong into the calendar.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + ["support_back_date"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + ["support_back_date"]

    # -- Who is there ---------------------------------------------------------------
    def _get_support_absences(self, at, calendar, *, in_hours=True, online_only=False):
        """Return who cannot take work at that moment, and why.

        Hook: a glue addon adds what it knows of absences.

        :param datetime at: naive UTC
        :param calendar: ``resource.calendar`` of those who have none of their own;
            empty: around the clock
        :param bool in_hours: outside his working hours somebody is not there
        :param bool online_only: who has no browser open is not there
        :return: {user: ``Absence``}, without those who are there
        """
        absences = {}
        # Later ones win: what lasts longest is what people want to read.
        if online_only:
            absences.update(self._get_offline_absences())
        if in_hours:
            absences.update(self._get_off_hours_absences(at, calendar))
        absences.update(self._get_announced_absences(at))
        absences.update(self._get_leave_absences(at))
        return absences

    def _get_offline_absences(self):
        return {
            user: Absence("offline")
            for user in self
            if "offline" in (user.im_status or "offline")
        }

    def _get_off_hours_absences(self, at, calendar):
        absences = {}
        # Hours of colleagues may belong to records that the user does not read.
        own = self.sudo().grouped(lambda user: user.resource_calendar_id or calendar)
        for hours, users_sudo in own.items():
            opening = hours._get_next_opening(at)
            if opening != at:
                absences.update(
                    (self.browse(user.id), Absence("off_hours", opening))
                    for user in users_sudo
                )
        return absences

    def _get_announced_absences(self, at):
        absences = {}
        for user in self:
            back = user.support_back_date
            if back and back > at:
                absences[user] = Absence("away", back)
            start, end = user.out_of_office_from, user.out_of_office_to
            if start and start <= at and (not end or at <= end):
                absences[user] = Absence("out_of_office", end or None)
        return absences

    def _get_leave_absences(self, at):
        # That somebody is away is no secret for those who hand out work; why, is.
        leaves_sudo = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                [
                    ("resource_id.user_id", "in", self.ids),
                    ("date_from", "<=", at),
                    ("date_to", ">", at),
                    ("time_type", "=", "leave"),
                ],
                order="date_to",
            )
        )
        return {
            self.browse(leave.resource_id.user_id.id): Absence(
                "on_leave", leave.date_to
            )
            for leave in leaves_sudo
        }

    # -- What somebody can do -------------------------------------------------------
    def _get_support_skills(self):
        """Return {id of the user: {id of the skill: level from 1}}."""
        skills = {user.id: {} for user in self}
        for holder in self.env["support.user.skill"].search(
            [("user_id", "in", self.ids)]
        ):
            skills[holder.user_id.id][holder.skill_id.id] = int(holder.level)
        return skills
