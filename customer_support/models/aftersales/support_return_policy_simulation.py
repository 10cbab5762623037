import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

_logger = logging.getLogger(__name__)

CRON = "customer_support.ir_cron_simulate_return_policies"
# Orders of one transaction.
_BATCH = 200
_RETRY_AFTER = timedelta(minutes=1)


class SupportReturnPolicySimulation(models.Model):
    """A version of a policy tried out on the orders and returns of a period.

    A job does the work, batch by batch. What was found and how far it is are written in
    the transaction of each batch: killed at any moment, the job goes on with the next
    order and judges none twice.
    """

    _name = "support.return.policy.simulation"
    _inherit = ["support.return.policy.trial"]
    _description = "Return Policy Simulation"
    _order = "id desc"
    _rec_name = "policy_id"

    policy_id = fields.Many2one(
        "support.return.policy", required=True, index=True, ondelete="cascade"
    )
    version_id = fields.Many2one(
        "support.return.policy.version",
        required=True,
        index=True,
        ondelete="cascade",
        compute="_compute_version_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('policy_id', '=', policy_id)]",
        help="A draft, or one that was in force.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(
        "Orders from",
        required=True,
        default=lambda self: fields.Date.subtract(
            fields.Date.context_today(self), years=1
        ),
    )
    date_until = fields.Date(
        "Orders until", required=True, default=fields.Date.context_today
    )
    after_days = fields.Integer(
        "Asked for after (Days)",
        default=14,
        required=True,
        help="What if everything that was delivered were sent back so many days after "
        "it arrived? Real returns are judged on the day on which they were asked for.",
    )
    # How far it is
    state = fields.Selection(
        [
            ("draft", "To Start"),
            ("running", "In Progress"),
            ("done", "Done"),
            ("stopped", "Stopped"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    done_date = fields.Datetime("Ended", readonly=True, copy=False)
    total_count = fields.Integer("To Look At", readonly=True, copy=False)
    processed_count = fields.Integer("Looked At", readonly=True, copy=False)
    failed_count = fields.Integer("Failed", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    last_order_id = fields.Integer(readonly=True, copy=False)
    last_return_id = fields.Integer(readonly=True, copy=False)
    # What was found
    line_ids = fields.One2many(
        "support.return.policy.simulation.line", "simulation_id", "Results"
    )
    line_count = fields.Integer("Products Sold", compute="_compute_figures")
    refused_count = fields.Integer("Refused", compute="_compute_figures")
    promised_refused_count = fields.Integer(compute="_compute_figures")
    allowed_count = fields.Integer("Accepted", compute="_compute_figures")
    promised_allowed_count = fields.Integer(compute="_compute_figures")
    automatic_count = fields.Integer("Approved by Itself", compute="_compute_figures")
    promised_automatic_count = fields.Integer(compute="_compute_figures")
    allowed_value = fields.Monetary("Value Accepted", compute="_compute_figures")
    promised_allowed_value = fields.Monetary(compute="_compute_figures")
    fee_amount = fields.Monetary("Restocking Fees", compute="_compute_figures")
    promised_fee_amount = fields.Monetary(compute="_compute_figures")
    freight_amount = fields.Monetary(
        "Way Back Paid by Customers", compute="_compute_figures"
    )
    promised_freight_amount = fields.Monetary(compute="_compute_figures")
    opened_count = fields.Integer("Accepted Instead", compute="_compute_figures")
    closed_count = fields.Integer("Refused Instead", compute="_compute_figures")
    real_count = fields.Integer("Real Returns", compute="_compute_figures")
    real_refused_count = fields.Integer("Would Be Refused", compute="_compute_figures")
    real_automatic_count = fields.Integer(
        "Would Need Nobody", compute="_compute_figures"
    )

    _days_positive = models.Constraint(
        "CHECK (after_days >= 0)", "Days cannot be negative."
    )
    _period_order = models.Constraint(
        "CHECK (date_from <= date_until)", "The period ends before it begins."
    )

    # -- Computes -------------------------------------------------------------------
    @api.depends("policy_id")
    def _compute_version_id(self):
        for simulation in self:
            if simulation.version_id.policy_id != simulation.policy_id:
                versions = simulation.policy_id.version_ids.sorted("number")
                drafts = versions.filtered(lambda version: not version.valid_from)
                simulation.version_id = (drafts or versions)[-1:]

    @api.depends("policy_id", "version_id", "date_from", "date_until")
    def _compute_display_name(self):
        for simulation in self:
            simulation.display_name = self.env._(
                "%(policy)s, version %(number)s",
                policy=simulation.policy_id.name,
                number=simulation.version_id.number,
            )

    @api.depends("processed_count", "total_count", "state")
    def _compute_progress(self):
        for simulation in self:
            share = simulation.processed_count / (simulation.total_count or 1)
            simulation.progress = 100 if simulation.state == "done" else share * 100

    @api.depends("line_ids")
    def _compute_figures(self):
        groups = self.env["support.return.policy.simulation.line"]._read_group(
            [("simulation_id", "in", self.ids)],
            ["simulation_id", "is_real", "promised", "outcome"],
            ["__count", "value:sum", *(f"{name}:sum" for name in _AMOUNTS)],
        )
        for simulation in self:
            own = [group[1:] for group in groups if group[0] == simulation]
            simulation.update(_sum_figures(own))

    # -- Constraints ----------------------------------------------------------------
    @api.constrains("policy_id", "version_id", "company_id")
    def _check_version(self):
        for simulation in self:
            company = simulation.policy_id.company_id
            if simulation.version_id.policy_id != simulation.policy_id or (
                company and company != simulation.company_id
            ):
                raise ValidationError(
                    self.env._("Version and company are those of the policy.")
                )

    # -- Actions --------------------------------------------------------------------
    def action_start(self):
        """Let the job try it out; the page shows how far it is."""
        for simulation in self:
            simulation.check_access("write")
            if simulation.state == "running":
                raise UserError(self.env._("It is being tried out already."))
            # What is counted is the company's; the reader sees numbers and products.
            simulation_sudo = simulation.sudo()
            simulation_sudo.line_ids.unlink()
            simulation_sudo.write(
                {
                    "state": "running",
                    "done_date": False,
                    "total_count": simulation_sudo._count_all(),
                    "processed_count": 0,
                    "failed_count": 0,
                    "last_order_id": 0,
                    "last_return_id": 0,
                }
            )
        self.sudo().env.ref(CRON)._trigger_with_commit()

    def _count_all(self):
        orders = self.env["sale.order"].search_count(self._get_order_domain())
        returns = self.env["support.return"].search_count(self._get_return_domain())
        return orders + returns

    def action_stop(self):
        """Keep what has been found so far, and look at nothing else."""
        self.check_access("write")
        self.sudo().filtered(lambda s: s.state == "running")._end("stopped")

    def _end(self, state):
        self.write({"state": state, "done_date": fields.Datetime.now()})

    # -- Cron -----------------------------------------------------------------------
    @api.model
    def _cron_simulate(self):
        """Go on where the last run ended, until the time of the job is over."""
        for simulation in self.search([("state", "=", "running")], order="id"):
            if not simulation._run():
                break

    def _run(self):
        """Look at the orders, then at the returns; each batch is a transaction.

        :return: whether there is time left for another one
        """
        self.ensure_one()
        time_left = True
        while time_left and self.state == "running":
            try:
                time_left = self._run_batch()
            except OperationalError:
                # Somebody stopped it at this moment, or changed what is read.
                self.env.cr.rollback()
                self.env.ref(CRON)._trigger(at=fields.Datetime.now() + _RETRY_AFTER)
                self.env["ir.cron"]._commit_progress()
                return 0
        return time_left

    def _run_batch(self):
        """Look at the next ones, commit, and return the seconds left."""
        self.env.cr.execute(
            "SELECT 1 FROM support_return_policy_simulation WHERE id = %s "
            "FOR NO KEY UPDATE NOWAIT",
            [self.id],
            log_exceptions=False,
        )
        self.invalidate_recordset()
        done = self._do_batch()
        left = max(self.total_count - self.processed_count, 1)
        return self.env["ir.cron"]._commit_progress(
            done, remaining=left if self.state == "running" else 0
        )

    def _do_batch(self):
        """Judge the next ones; end if there are none.

        :return: how many were looked at
        """
        if self.state != "running":
            return 0
        records = self._find_next()
        if not records:
            self._end("done")
            return 0
        vals_list, failed = self._judge_safely(records)
        self.env["support.return.policy.simulation.line"].create(vals_list)
        is_order = records._name == "sale.order"
        self.write(
            {
                "last_order_id" if is_order else "last_return_id": records[-1].id,
                "processed_count": self.processed_count + len(records),
                "failed_count": self.failed_count + failed,
            }
        )
        return len(records)

    def _find_next(self):
        """Return the next orders; when there are no more, the next returns."""
        for model, domain, last_id in (
            ("sale.order", self._get_order_domain(), self.last_order_id),
            ("support.return", self._get_return_domain(), self.last_return_id),
        ):
            found = self.env[model].search(
                [*domain, ("id", ">", last_id)], order="id", limit=_BATCH
            )
            if found:
                return found
        return self.env["support.return"]

    def _judge_safely(self, records):
        """Judge all at once; if one fails, each on its own.

        :return: list of values, number of records that failed
        """
        is_order = records._name == "sale.order"
        judge = self._judge_orders if is_order else self._judge_returns
        try:
            with self.env.cr.savepoint():
                return judge(records), 0
        except OperationalError:
            raise
        except Exception:
            if len(records) == 1:
                _logger.warning("%s cannot be judged", records, exc_info=True)
                return [], 1
        results = [self._judge_safely(record) for record in records]
        return [vals for found, _n in results for vals in found], sum(
            failed for _found, failed in results
        )


_AMOUNTS = ("fee", "promised_fee", "freight", "promised_freight")


def _sum_figures(groups):
    """Add up (is real, promised, outcome, count, value, amounts) to the figures."""
    figures = dict.fromkeys(_FIGURES, 0)
    for is_real, promised, outcome, count, value, *amounts in groups:
        if is_real:
            figures["real_count"] += count
            if outcome != "approval":
                figures[f"real_{outcome}_count"] += count
            continue
        figures["line_count"] += count
        for prefix, result in (("promised_", promised), ("", outcome)):
            side = "refused" if result == "refused" else "allowed"
            figures[f"{prefix}{side}_count"] += count
            figures[f"{prefix}automatic_count"] += count * (result == "automatic")
            figures[f"{prefix}allowed_value"] += value * (result != "refused")
        figures["opened_count"] += count * (promised == "refused" != outcome)
        figures["closed_count"] += count * (outcome == "refused" != promised)
        for name, amount in zip(_AMOUNTS, amounts, strict=True):
            figures[f"{name}_amount"] += amount
    return figures


_FIGURES = (
    *("line_count", "refused_count", "allowed_count", "automatic_count"),
    *("promised_refused_count", "promised_allowed_count", "promised_automatic_count"),
    *("allowed_value", "promised_allowed_value"),
    *(f"{name}_amount" for name in _AMOUNTS),
    *("opened_count", "closed_count"),
    *("real_count", "real_refused_count", "real_automatic_count"),
)
