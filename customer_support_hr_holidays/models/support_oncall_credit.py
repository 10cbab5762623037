from odoo import fields, models
from odoo.exceptions import UserError


class SupportOncallCredit(models.Model):
    _inherit = "support.oncall.credit"

    allocation_id = fields.Many2one(
        "hr.leave.allocation", readonly=True, copy=False, index="btree_not_null"
    )

    def _allocate(self):
        """Make allocations of what was earned in days, once.

        Whoever is no employee of the company gets his as soon as he is one.
        """
        waiting = self.filtered(
            lambda credit: credit.state == "earned" and not credit.allocation_id
        )
        employees = self.env["hr.employee"].search(
            [
                ("user_id", "in", waiting.user_id.ids),
                ("company_id", "in", waiting.company_id.ids),
            ]
        )
        by_person = {(one.user_id, one.company_id): one for one in employees}
        for credit in waiting:
            employee = by_person.get((credit.user_id, credit.company_id))
            if employee:
                credit.allocation_id = self.env["hr.leave.allocation"].create(
                    credit._prepare_allocation_vals(employee)
                )
                credit._approve_allocation()

    def _prepare_allocation_vals(self, employee):
        return {
            "name": self.env._(
                "On-call: %(schedule)s, %(start)s to %(end)s",
                schedule=self.schedule_id.name,
                start=self.date_from.date(),
                end=self.date_to.date(),
            ),
            "employee_id": employee.id,
            "holiday_status_id": self.rule_id.leave_type_id.id,
            "number_of_days": self.days,
            "date_from": self.date_to.date(),
        }

    def _approve_allocation(self):
        if self.rule_id.approves_allocations and self.allocation_id.state == "confirm":
            self.allocation_id.action_approve()

    def _refuse_reversed_allocations(self):
        """Take back the allocations of credits that were reversed.

        One of which days have been taken stays; its followers read why it should not.
        """
        for credit in self.filtered(lambda credit: credit.state == "reversed"):
            allocation = credit.allocation_id
            if not allocation or allocation.state == "refuse":
                continue
            try:
                with self.env.cr.savepoint():
                    allocation.action_refuse()
            except UserError as error:
                allocation.message_post(
                    body=self.env._(
                        "This on-call duty was worked by somebody else. The days could "
                        "not be taken back: %(reason)s",
                        reason=error,
                    )
                )
                credit.allocation_id = False
