from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...const import OPEN_KINDS


class SupportProblem(models.Model):
    """What customers are told of a problem, and how all of them get the solution."""

    _name = "support.problem"
    _inherit = ["support.problem", "support.problem.cost"]

    is_published = fields.Boolean(
        "Shown to Customers",
        tracking=True,
        help="On their orders of the products and while they write about them.",
    )
    public_note = fields.Text(
        "What Customers Read",
        translate=True,
        help="Plain words: what is wrong, what helps meanwhile, until when.",
    )
    solution_ids = fields.One2many(
        "support.problem.solution", "problem_id", "Solutions", copy=True
    )
    answer_ids = fields.One2many("support.problem.answer", "problem_id")
    answer_summary = fields.Char(compute="_compute_answer_summary")
    improvement_ids = fields.One2many("support.improvement", "problem_id")

    @api.depends("answer_ids.state")
    def _compute_answer_summary(self):
        groups = self.env["support.problem.answer"]._read_group(
            [("problem_id", "in", self.ids)], ["problem_id", "state"], ["__count"]
        )
        counts = {(problem.id, state): count for problem, state, count in groups}
        for problem in self:
            own = {
                state: counts.get((problem._origin.id, state), 0)
                for state in ("sent", "waiting", "skipped", "failed")
            }
            problem.answer_summary = any(own.values()) and self.env._(
                "%(sent)s sent, %(waiting)s waiting, %(skipped)s not needed, "
                "%(failed)s failed",
                **own,
            )

    @api.constrains("is_published", "public_note")
    def _check_public_note(self):
        for problem in self:
            if problem.is_published and not (problem.public_note or "").strip():
                raise UserError(
                    self.env._("Write what customers read before you show it to them.")
                )

    # -- What customers are told ----------------------------------------------------
    @api.model
    def _get_notes_for_visitor(self, templates):
        """Return what is known and published of open problems of products.

        :param templates: ``product.template`` that the visitor has bought or chosen
        :return: list of texts in the visitor's language
        """
        if not templates:
            return []
        # Visitors have no rights on problems: only the published words leave sudo.
        problems_sudo = self.sudo().search(
            Domain("state", "=", "open")
            & Domain("is_published", "=", True)
            & Domain("product_tmpl_ids", "in", templates.ids)
            & Domain("company_id", "=", self.env.company.id)
        )
        return [problem.public_note for problem in problems_sudo]

    # -- One answer for all ---------------------------------------------------------
    def action_answer_all(self):
        """Send the solution to every open ticket that the user may write, once each.

        :raise UserError: there is no solution, or nothing to answer
        """
        self.ensure_one()
        self.check_access("write")
        if not self.solution_ids:
            raise UserError(self.env._("Write the solution first."))
        tickets = self.env["support.ticket"].search(
            Domain("problem_id", "=", self.id) & Domain("stage_kind", "in", OPEN_KINDS)
        )
        added = self.env["support.problem.answer"]._add(
            self, tickets._filtered_access("write")
        )
        if not added:
            raise UserError(self.env._("No open ticket of yours waits for it."))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(count)s tickets will be answered.", count=added
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_open_answers(self):
        """List what became of the answers."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_problem_answer_action"
        )
        return {**action, "domain": [("problem_id", "=", self.id)], "context": {}}

    # -- Repair at the source -------------------------------------------------------
    def action_improve(self):
        """Ask for a change of what causes the questions."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_improvement_action"
        )
        context = {
            "default_problem_id": self.id,
            "default_name": self.name,
            "default_product_tmpl_id": self.product_tmpl_ids[:1].id,
        }
        return {
            **action,
            "views": [(False, "form"), (False, "list")],
            "context": context,
        }
