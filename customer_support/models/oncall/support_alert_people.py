from odoo import fields, models

from ...logic.escalation import load_policy


class SupportAlertPeople(models.AbstractModel):
    """Whom an alert can call.

    Add a kind of target by extending ``kind`` of ``support.escalation.step`` and
    defining ``_find_<kind>(target_id, at)``.
    """

    _name = "support.alert.people"
    _description = "People Called by Support Alerts"

    def _find_people(self, kind, target_id, at):
        """Return the ``res.users`` whom a target means at an instant.

        A target that was deleted since finds nobody.

        :param str kind: kind of a step
        :param datetime at: naive UTC
        """
        self.ensure_one()
        users = getattr(self, f"_find_{kind}")(target_id, at)
        return users.filtered(lambda user: user.active and not user.share)

    def _find_schedule(self, target_id, at):
        schedule = self.env["support.oncall.schedule"].browse(target_id).exists()
        # Archived, it is out of use.
        if not schedule.active:
            return self.env["res.users"]
        return schedule.get_on_call(at)

    def _find_person(self, target_id, _at):
        return self.env["res.users"].browse(target_id).exists()

    def _find_team(self, target_id, at):
        users = self._get_target_team(target_id).user_ids
        absent_ids = users._get_absent_ids(at)
        return users.filtered(lambda user: user.id not in absent_ids)

    def _find_leader(self, target_id, _at):
        return self._get_target_team(target_id).leader_id

    def _find_managers(self, _target_id=None, _at=None):
        """Return who answers for support; without a manager, the administrators."""
        return self._find_group("customer_support.customer_support_group_manager") or (
            self._find_group("base.group_system")
        )

    def _find_group(self, xmlid):
        users = self.env.ref(xmlid).all_user_ids
        return users.filtered(
            lambda user: (
                user.active and not user.share and self.company_id in user.company_ids
            )
        )

    def _get_target_team(self, target_id):
        team = self.env["support.team"].browse(target_id).exists()
        return team if target_id else self.team_id

    def _get_colleagues(self):
        """Return to whom the alert can be handed over.

        The team, those who were called, those whom the policy means, the managers.
        """
        self.ensure_one()
        users = self.team_id.user_ids | self.team_id.leader_id | self.called_user_ids
        now = fields.Datetime.now()
        for step in load_policy(self.policy_data).steps:
            users |= self._find_people(step.kind, step.target_id, now)
        users |= self._find_managers()
        present = users.filtered(lambda user: user.active and not user.share)
        return present.sorted("name") - self.user_id
