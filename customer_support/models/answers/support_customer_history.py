from odoo import api, models

from ..customer.history_section import HistorySection, HistorySource

_KINDS = {"open": "info", "kept": "success", "broken": "danger", "cancelled": "muted"}


class SupportCustomerHistory(models.AbstractModel):
    """What the customer was promised, beside what he bought."""

    _inherit = "support.customer.history"

    @api.model
    def _get_sections(self, scope):
        return [*super()._get_sections(scope), self._get_promise_section(scope)]

    @api.model
    def _get_promise_section(self, scope):
        domain = scope.get_domain("partner_id")
        source = HistorySource(
            records=self.env["support.promise"].sudo(),  # see _get_scope
            domains=(domain,),
            date_field="due_date",
            field_names=(
                "name",
                "kind",
                "made_date",
                "due_date",
                "kept_date",
                "cancelled_date",
                "broken_date",
                # of the record rules
                "company_id",
                "ticket_id",
            ),
            prepare_row=self._prepare_promise_row,
        )
        return HistorySection(
            key="promises",
            label=self.env._("Promises"),
            empty=self.env._("Nothing was promised yet."),
            sources=(source,),
            list_action="customer_support.support_promise_action",
            list_domain=domain,
        )

    @api.model
    def _prepare_promise_row(self, promise_sudo, scope):
        kind = _KINDS[promise_sudo.verdict]
        labels = dict(promise_sudo._fields["kind"]._description_selection(self.env))
        return {
            "name": promise_sudo.name,
            "detail": labels.get(promise_sudo.kind, ""),
            "date": promise_sudo.due_date,
            "badges": [self._prepare_badge(promise_sudo, "verdict", kind)],
        }

    @api.model
    def _get_warning_sources(self, scope):
        promises_sudo = self.env["support.promise"].sudo()  # see _get_scope
        broken = scope.get_domain("partner_id") & promises_sudo._get_verdict_domain(
            "broken"
        )
        return {
            **super()._get_warning_sources(scope),
            "broken_promises": (
                self.env._("Promises that were broken"),
                HistorySource(promises_sudo, (broken,)),
            ),
        }
