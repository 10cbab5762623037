import logging

import requests
from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...logic.refund import allocate

_logger = logging.getLogger(__name__)

CRON = "customer_support.ir_cron_execute_refunds"
_BATCH = 50
# The provider may have acted although we have no answer.
_NO_ANSWER = (requests.exceptions.ConnectionError, requests.exceptions.Timeout)
_CONFLICT = 409  # the same request is being worked on


def _is_uncertain(cause):
    """Tell whether a provider may have acted, although it did not say so."""
    if isinstance(cause, requests.exceptions.HTTPError):
        status = cause.response.status_code
        return status >= requests.codes.server_error or status == _CONFLICT
    return isinstance(cause, _NO_ANSWER)


class SupportRefundPaying(models.AbstractModel):
    """The money: asked of the provider of the original payment, step by step.

    Each step leaves a document behind and is committed before the next: credit notes,
    the refund transactions, the provider's answer. A server that is killed between two
    of them goes on at the first that is missing. To ask a provider again is to ask with
    the same reference, which cannot pay twice.
    """

    _name = "support.refund.paying"
    _description = "Money of a Refund"

    # -- The queue ------------------------------------------------------------------
    def _request_execution(self):
        """Let the job look at these refunds as soon as this transaction has ended."""
        waiting = self.filtered(lambda r: r.state in ("approved", "processing"))
        if waiting:
            waiting.is_queued = True
            cron_id = self.env["ir.model.data"]._xmlid_to_res_id(CRON)
            self.env["ir.cron"].sudo().browse(cron_id)._trigger_with_commit()

    @api.model
    def _cron_execute(self):
        """Bring every refund as far as it can go now; one failure stops no other."""
        domain = Domain("is_queued", "=", True)
        for refund in self.search(domain, order="id", limit=_BATCH):
            refund._execute()
            self.env["ir.cron"]._commit_progress(1)
        remaining = self.search_count(domain, limit=_BATCH)
        if remaining:
            self.env["ir.cron"]._commit_progress(remaining=remaining)

    def _execute(self):
        """Take the steps that are left, each in a transaction of its own."""
        self.ensure_one()
        for step in ("_book_safely", "_reserve_safely", "_send_safely", "_end"):
            if not self._run_step(step):
                return
            self.env["ir.cron"]._commit_progress(0)

    def _run_step(self, step):
        """Take one step of a refund that nobody else is at; tell whether to go on."""
        try:
            refund = self.try_lock_for_update(allow_referencing=True)
            refund.invalidate_recordset()
            if not refund or not refund.is_queued:
                return False
            getattr(refund.with_company(refund.company_id), step)()
            self.env.flush_all()
        except OperationalError:
            self.env.cr.rollback()  # Somebody else was faster: it stays queued.
            return False
        except Exception as error:
            self.env.cr.rollback()
            _logger.exception("Refund %s stopped", self.id)
            self._fail(str(error))
            return False
        return self.is_queued

    # -- Steps ----------------------------------------------------------------------
    def _book_safely(self):
        """Make the credit notes; what cannot be made says why."""
        if self.state == "approved":
            try:
                with self.env.cr.savepoint():
                    self._book()
                    self._set_state("processing")
            except (UserError, ValidationError) as error:
                self._fail(str(error))

    def _reserve_safely(self):
        """Make the refund transactions: from now on the money is promised."""
        if self.state != "processing":
            return
        try:
            with self.env.cr.savepoint():
                self._reserve()
        except (UserError, ValidationError) as error:
            self._fail(str(error))

    def _reserve(self):
        missing = self.currency_id.round(self._get_amount_due() - self._get_reserved())
        if missing <= 0:
            return
        sources = [tx._get_support_source() for tx in self._get_transactions()]
        shares, rest = allocate(missing, sources, self.currency_id.decimal_places)
        transactions = self.env["payment.transaction"]
        for transaction_id, amount in shares:
            source = transactions.browse(transaction_id)
            source._ensure_provider_is_not_disabled()
            source._create_child_transaction(
                amount,
                is_refund=True,
                support_refund_id=self.id,
                invoice_ids=[(6, 0, self.credit_note_ids.ids)],
            )
        if rest and not self.credit_note_ids:
            raise UserError(
                self.env._(
                    "Only %(left)s of what was paid is left to refund.",
                    left=self.currency_id.format(missing - rest),
                )
            )
        self.manual_amount = rest

    def _send_safely(self):
        """Ask the providers for what they have not answered yet."""
        for child in self.transaction_ids.filtered(
            lambda tx: tx.state == "draft" or tx.support_is_uncertain
        ):
            child = child.with_context(payment_backend_action=True)
            if child.support_is_uncertain:
                # Asked with the same key: what came true meanwhile is not repeated.
                child.write({"state": "draft", "support_is_uncertain": False})
            try:
                child._send_refund_request()
            except ValidationError as error:
                child._set_error(str(error))
                child.support_is_uncertain = _is_uncertain(error.__context__)
            if child.state == "error" and not self.failure_message:
                self.failure_message = child.state_message

    def _end(self):
        """Look what the documents say: refunded, failed, or still on its way."""
        self.is_queued = False
        if self.state != "processing":
            return
        failed = self._get_unreplaced()
        if failed:
            self._fail(failed[-1].state_message or self.failure_message)
            return
        self._post_process()
        if self._is_paid():
            self._set_state("done", done_date=fields.Datetime.now(), failure_message="")
            self._tell_done()
            self._after_done()

    def _get_unreplaced(self):
        """Return the refunds that failed and that nothing has made up for."""
        failed = self.transaction_ids.filtered(lambda tx: tx.state == "error")
        return failed - self._get_replaced(failed)

    def _get_replaced(self, failed):
        """Return the failed transactions instead of which another one was made."""
        if self._get_amount_due() <= self._get_reserved() + self.manual_amount:
            return failed.filtered(lambda tx: not tx.support_is_uncertain)
        return failed.browse()

    def _post_process(self):
        """Let the host book the money that went back, against our credit notes."""
        done = self.transaction_ids.filtered(
            lambda tx: tx.state == "done" and not tx.is_post_processed
        )
        for transaction in done:
            transaction._post_process()
            transaction.is_post_processed = True

    def _on_provider_news(self):
        """Go on after a provider has spoken, also long after we gave up or ended."""
        for refund in self:
            states = refund.transaction_ids.mapped("state")
            if refund.state == "failed" and "done" in states:
                refund._set_state("processing")
            elif refund.state == "done" and refund._get_unreplaced():
                # The bank of the customer sent the money back.
                refund._fail(refund._get_unreplaced()[-1].state_message)
                refund.done_date = False
        self._request_execution()

    # -- How far it is --------------------------------------------------------------
    def _get_transactions(self):
        """Return the payments of what is refunded, the newest first."""
        invoices = self.line_ids.invoice_line_id.move_id
        orders = self.order_id | invoices.invoice_line_ids.sale_line_ids.order_id
        transactions = invoices.transaction_ids | orders.transaction_ids
        return transactions.filtered(
            lambda tx: (
                tx.state == "done"
                and tx.operation not in ("refund", "validation")
                and tx.amount > 0
                and tx.currency_id == self.currency_id
            )
        ).sorted("id", reverse=True)

    def _get_amount_due(self):
        """Return what has to go back in all."""
        return self.amount

    def _get_reserved(self):
        """Return what has been asked of providers and did not fail for certain."""
        alive = self.transaction_ids.filtered(
            lambda tx: tx.state not in ("error", "cancel") or tx.support_is_uncertain
        )
        return -sum(alive.mapped("amount"))

    def _is_paid(self):
        """Tell whether the money has moved: providers confirmed, books are even."""
        confirmed = -sum(
            self.transaction_ids.filtered(lambda tx: tx.state == "done").mapped(
                "amount"
            )
        )
        if self.credit_note_ids:
            is_even = not any(self.credit_note_ids.mapped("amount_residual"))
            pending = self.transaction_ids.filtered(
                lambda tx: tx.state in ("draft", "pending", "authorized")
            )
            return is_even and not pending
        return self.currency_id.compare_amounts(confirmed, self.amount) >= 0

    def _fail(self, message):
        """Note the failure where the agent sees it; nothing is half done."""
        if self.state == "failed":
            self.failure_message = message
            return
        self._set_state("failed", failure_message=message)
        self.is_queued = False
        self._tell_failed()
        self._after_failed()

    # -- Hooks ----------------------------------------------------------------------
    def _after_done(self):
        """React to money that has moved. Hook, called once."""

    def _after_failed(self):
        """React to a failure. Hook."""
