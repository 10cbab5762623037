import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.fields import Domain

from ...const import OPEN_KINDS
from ...logic.conditions import get_fact_names

_logger = logging.getLogger(__name__)

_REQUESTS_PER_RUN = 100
_TICKETS_PER_STEP = 200
_RETRY = timedelta(minutes=1)
# The last attempt comes eight and a half hours after the first.
_MAXIMUM_ATTEMPTS = 10


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

    # How it went
    attempt_count = fields.Integer("Failed Attempts", readonly=True)
    retry_date = fields.Datetime("Next Attempt", readonly=True)
    has_failed = fields.Boolean(
        "Given Up", readonly=True, help="Nothing is tried before it is asked for again."
    )
    error = fields.Char("Last Error", readonly=True)

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
        requests = self.search(self._get_due_domain(), limit=_REQUESTS_PER_RUN)
        locked = requests.try_lock_for_update()
        postponed = self.browse()
        for own in locked.grouped(_get_subject).values():
            if own._recalculate_safely():
                count = len(own)
                own._find_same().unlink()
                self.env["ir.cron"]._commit_progress(count)
            else:
                postponed |= own
        self._plan_next_run(postponed | (requests - locked))

    @api.model
    def _get_due_domain(self):
        now = fields.Datetime.now()
        return Domain("has_failed", "=", False) & (
            Domain("retry_date", "=", False) | Domain("retry_date", "<=", now)
        )

    def _find_same(self):
        """Return all requests for the same, those that failed or wait included."""
        request = self[:1]
        return self.search(
            Domain("company_id", "=", request.company_id.id)
            & Domain("partner_id", "=", request.partner_id.id)
            & Domain("problem_id", "=", request.problem_id.id)
        )

    def _recalculate_safely(self):
        """Calculate; a failure is kept for later and stops nothing else."""
        try:
            return self._recalculate()
        except OperationalError:
            # Somebody else was faster: that is no failure.
            self.env.cr.rollback()
        except Exception as error:
            self.env.cr.rollback()
            self._note_failure(error)
        return False

    def _note_failure(self, error):
        """Wait twice as long as before the last attempt, or give up."""
        same = self._find_same()
        count = max(same.mapped("attempt_count"), default=0) + 1
        has_failed = count >= _MAXIMUM_ATTEMPTS
        retry_date = fields.Datetime.now() + _RETRY * 2 ** (count - 1)
        same.write(
            {
                "attempt_count": count,
                "retry_date": not has_failed and retry_date,
                "has_failed": has_failed,
                "error": str(error) or type(error).__name__,
            }
        )
        if not has_failed:
            self._trigger_at(retry_date)
        self.env["ir.cron"]._commit_progress()
        # One error for whom it concerns, not one with every attempt.
        level = logging.ERROR if has_failed else logging.WARNING
        message = "Priorities could not be calculated for %s, attempt %s"
        _logger.log(level, message, same, count, exc_info=error)

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
        due = self._get_due_domain()
        remaining = self.search_count(due & Domain("id", "not in", hindered.ids))
        if remaining:
            self.env["ir.cron"]._commit_progress(remaining=remaining)
        elif self.search_count(due & Domain("id", "in", hindered.ids), limit=1):
            self._trigger_at(fields.Datetime.now() + _RETRY)

    @api.model
    def _trigger_at(self, instant):
        job = self.env.ref("customer_support.ir_cron_recalculate_priorities")
        job._trigger(at=instant)


def _get_subject(request):
    return request.company_id, request.partner_id, request.problem_id
