import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...const import OPEN_KINDS
from ...logic.conditions import get_fact_names

_logger = logging.getLogger(__name__)

_REQUESTS_PER_RUN = 100
_TICKETS_PER_STEP = 200
_RETRY = timedelta(minutes=1)


class SupportPriorityRequest(models.Model):
    """Whose open tickets are to be calculated again: a queue that is only added to.

    Whoever confirms an order or books a payment writes one row here and no ticket, so
    he never waits for an agent who is at work on one of them.
    """

    _name = "support.priority.request"
    _description = "Request to Calculate Priorities Again"
    _order = "id"

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner", "Customer", index="btree_not_null", ondelete="cascade"
    )
    problem_id = fields.Many2one(
        "support.problem", index="btree_not_null", ondelete="cascade"
    )

    # -- Asking ---------------------------------------------------------------------
    @api.model
    def _request_for_problems(self, problems):
        """Ask for the open tickets of problems, if some rule asks for problems."""
        vals_list = [
            {"company_id": problem.company_id.id, "problem_id": problem.id}
            for problem in problems.sudo()
            if self._is_asked_for(problem.company_id, {"problem_ticket"})
        ]
        self._add_requests(vals_list)

    @api.model
    def _request_for_customers(self, pairs, fact_names):
        """Ask for the open tickets of customers, if some rule asks for these facts.

        :param pairs: iterable of (company, commercial partner)
        :param set fact_names: what has changed of the customers
        """
        vals_list = [
            {"company_id": company.id, "partner_id": partner.id}
            for company, partner in dict.fromkeys(pairs)
            if partner and self._is_asked_for(company, fact_names)
        ]
        self._add_requests(vals_list)

    @api.model
    def _is_asked_for(self, company, fact_names):
        """Tell whether an active rule of the company asks for one of the facts."""
        rules = self.env["support.priority.rule"]._get_definitions_of_company(company)
        return bool(get_fact_names(rules) & set(fact_names))

    @api.model
    def _add_requests(self, vals_list):
        if not vals_list:
            return
        # An accountant has no rights in support, and needs none: it says who, not what.
        self.sudo().create(vals_list)
        # The job is looked up with the rights of the product for the same reason.
        self.sudo().env.ref(
            "customer_support.ir_cron_recalculate_priorities"
        )._trigger()

    # -- Doing ----------------------------------------------------------------------
    @api.model
    def _cron_recalculate(self):
        """Calculate what was asked for, one customer or problem after the other."""
        requests = self.search(Domain.TRUE, limit=_REQUESTS_PER_RUN)
        locked = requests.try_lock_for_update()
        postponed = self.browse()
        for own in locked.grouped(_get_subject).values():
            if own._recalculate_safely():
                count = len(own)
                own.unlink()
                self.env["ir.cron"]._commit_progress(count)
            else:
                postponed |= own
        self._plan_next_run(postponed | (requests - locked))

    def _recalculate_safely(self):
        """Calculate; a failure is logged, asked for again and stops nothing else."""
        try:
            return self._recalculate()
        except Exception:
            self.env.cr.rollback()
            _logger.exception("Priorities could not be calculated for %s", self)
            return False

    def _recalculate(self):
        """Calculate the open tickets of requests that ask for the same.

        :return: whether all could be locked; if not, nothing is lost by asking again
        """
        tickets = self.env["support.ticket"].search(self._get_ticket_domain())
        complete = True
        for start in range(0, len(tickets), _TICKETS_PER_STEP):
            batch = tickets[start : start + _TICKETS_PER_STEP]
            # Messages and clocks may refer to the tickets meanwhile.
            locked = batch.try_lock_for_update(allow_referencing=True)
            locked._recalculate_priority()
            complete = complete and locked == batch
        return complete

    def _get_ticket_domain(self):
        request = self[:1]
        domain = Domain("stage_kind", "in", OPEN_KINDS)
        domain &= Domain("company_id", "=", request.company_id.id)
        domain &= Domain("priority_is_manual", "=", False)
        if request.problem_id:
            return domain & Domain("problem_id", "=", request.problem_id.id)
        return domain & Domain("commercial_partner_id", "=", request.partner_id.id)

    @api.model
    def _plan_next_run(self, hindered):
        remaining = self.search_count(Domain("id", "not in", hindered.ids))
        if remaining:
            self.env["ir.cron"]._commit_progress(remaining=remaining)
        elif hindered:
            job = self.env.ref("customer_support.ir_cron_recalculate_priorities")
            job._trigger(at=fields.Datetime.now() + _RETRY)


def _get_subject(request):
    return request.company_id, request.partner_id, request.problem_id
