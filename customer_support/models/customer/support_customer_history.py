from datetime import datetime, timezone

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from .history_section import (
    ROW_LIMIT,
    FoundRecords,
    HistoryScope,
    HistorySection,
    HistorySource,
)


class SupportCustomerHistory(models.AbstractModel):
    """Everything that happened between a customer and the company, newest first.

    Outer areas and other addons add sections by ``_get_sections``, and reasons to be
    careful by ``_get_warning_sources``.
    """

    _name = "support.customer.history"
    _inherit = ["support.customer.history.trade", "support.customer.history.money"]
    _description = "Customer History"

    @api.model
    def _get_history(self, ticket):
        """Return what ``support.ticket.get_customer_history`` promises.

        The user's right to read the ticket has been checked.
        """
        scope = self._get_scope(ticket)
        sections = self._get_sections(scope)
        warnings = self._get_warning_sources(scope)
        found = self._find_latest(sections, warnings)
        rows = self._get_rows_by_section(scope, sections, found)
        return {
            "partner": self._prepare_partner(scope),
            "value": self._get_value(scope, rows),
            "warnings": self._prepare_warnings(warnings, found),
            "sections": [
                self._prepare_section(section, rows[section.key], found)
                for section in sections
            ],
        }

    @api.model
    def _get_scope(self, ticket):
        # Agents need no rights on Sales, Accounting or Inventory to help a customer:
        # all reads below are confined by the scope, and only named fields leave them.
        ticket_sudo = ticket.sudo()
        now = fields.Datetime.now()
        midnight = fields.Datetime.context_timestamp(self, now).replace(
            hour=0, minute=0, second=0, microsecond=0
        )
        return HistoryScope(
            ticket=ticket,
            partner_sudo=ticket_sudo.commercial_partner_id,
            company_sudo=ticket_sudo.company_id,
            now=now,
            today_start=midnight.astimezone(timezone.utc).replace(tzinfo=None),
        )

    # -- What is shown --------------------------------------------------------------
    @api.model
    def _get_sections(self, scope):
        """Return the sections of the panel, in order. Hook: extend what super returns.

        :param HistoryScope scope: whose history
        :return: list of ``HistorySection``
        """
        return [
            *self._get_trade_sections(scope),
            *self._get_money_sections(scope),
            self._get_ticket_section(scope),
        ]

    @api.model
    def _get_warning_sources(self, scope):
        """Return what may have disappointed the customer. Hook: extend it.

        :return: {key: (translated label, ``HistorySource``)}; what counts above zero
            is shown before the first word is written
        """
        return {
            **self._get_trade_warnings(scope),
            **self._get_money_warnings(scope),
            **self._get_ticket_warnings(scope),
        }

    @api.model
    def _get_ticket_section(self, scope):
        domain = self._get_ticket_domain(scope)
        tickets = HistorySource(
            # Not elevated: titles of tickets that the user may not read stay hidden.
            records=self.env["support.ticket"],
            domains=(domain,),
            date_field="create_date",
            field_names=("number", "name", "create_date", "stage_kind"),
            prepare_row=self._prepare_ticket_row,
        )
        return HistorySection(
            key="tickets",
            label=self.env._("Earlier Tickets"),
            empty=self.env._("This is the first ticket of this customer."),
            sources=(tickets,),
            # That there were others matters; what they were about does not show.
            total=HistorySource(self.env["support.ticket"].sudo(), (domain,)),
            list_action="customer_support.support_ticket_action",
            list_domain=domain,
        )

    @api.model
    def _get_ticket_domain(self, scope):
        return (
            Domain("company_id", "=", scope.company_sudo.id)
            & Domain("commercial_partner_id", "=", scope.partner_sudo.id)
            & Domain("id", "!=", scope.ticket.id)
        )

    @api.model
    def _prepare_ticket_row(self, ticket, scope):
        ended = {"solved": "success", "closed": "muted", "cancelled": "muted"}
        kind = ended.get(ticket.stage_kind, "info")
        return {
            "name": ticket.number,
            "detail": ticket.name,
            "date": ticket.create_date,
            "badges": [self._prepare_badge(ticket, "stage_kind", kind)],
        }

    @api.model
    def _get_ticket_warnings(self, scope):
        reopened = self._get_ticket_domain(scope) & Domain("reopen_count", ">", 0)
        # Counted, not shown: that it happened matters, also in another team.
        tickets_sudo = self.env["support.ticket"].sudo()
        return {
            "reopened_tickets": (
                self.env._("Tickets that were reopened"),
                HistorySource(tickets_sudo, (reopened,)),
            )
        }

    # -- Gather ---------------------------------------------------------------------
    @api.model
    def _find_latest(self, sections, warnings):
        """Count every source and find its newest records, all in one query.

        :return: {source: ``FoundRecords``}
        """
        sources = [source for section in sections for source in section.sources]
        sources += [section.total for section in sections if section.total]
        sources += [source for _label, source in warnings.values()]
        parts = [self._get_latest_sql(i, source) for i, source in enumerate(sources)]
        rows = self.env.execute_query(SQL(" UNION ALL ").join(parts))
        return {sources[index]: FoundRecords(*found) for index, *found in rows}

    @api.model
    def _get_latest_sql(self, index, source):
        # Materialized: the customer's documents are found by the customer. Otherwise
        # the planner may walk all documents by date until some are the customer's.
        return SQL(
            "(WITH own(id, date, linked) AS MATERIALIZED (%s) SELECT %s, "
            "(SELECT COUNT(*) FROM own), ARRAY(SELECT id FROM own "
            "ORDER BY linked DESC NULLS LAST, date DESC NULLS LAST, id DESC LIMIT %s), "
            "ARRAY(SELECT id FROM own WHERE linked LIMIT %s))",
            self._get_own_sql(source),
            index,
            ROW_LIMIT if source.prepare_row else 0,
            ROW_LIMIT,
        )

    @api.model
    def _get_own_sql(self, source):
        queries = [source.records._search(domain) for domain in source.domains]
        return SQL(" UNION ALL ").join(
            query.select(
                record_id := SQL.identifier(query.table, "id"),
                source.records._field_to_sql(query.table, source.date_field, query),
                SQL("%s IN %s", record_id, source.linked),
            )
            for query in queries
        )

    @api.model
    def _get_rows_by_section(self, scope, sections, found):
        sources = [source for section in sections for source in section.sources]
        self._fetch_sources(sources, found)
        rows = {}
        for section in sections:
            own = []
            for source in section.sources:
                own += self._prepare_rows(scope, source, found)
            own.sort(
                key=lambda row: (row["linked"], row["date"], row["id"]), reverse=True
            )
            rows[section.key] = own[:ROW_LIMIT]
        return rows

    @api.model
    def _fetch_sources(self, sources, found):
        """Read all rows of a model at once, whichever section shows them."""
        records_by_model, names_by_model = {}, {}
        for source in sources:
            key = (source.records._name, source.records.env.su)
            records = source.records.browse(found[source].latest_ids)
            records_by_model[key] = records_by_model.get(key, records) | records
            names_by_model.setdefault(key, set()).update(source.field_names)
        for key, records in records_by_model.items():
            records.fetch(names_by_model[key])

    @api.model
    def _prepare_rows(self, scope, source, found):
        records = source.records.browse(found[source].latest_ids)
        readable = records
        if records.env.su:
            readable = records.with_env(self.env)._filtered_access("read")
        return [
            {
                "model": record._name,
                "id": record.id,
                "detail": "",
                "badges": [],
                "links": [],
                **self._prepare_date(source.prepare_row(record, scope)),
                "can_open": record in readable,
                "linked": record.id in found[source].linked_ids,
            }
            for record in records
        ]

    # -- Hand over ------------------------------------------------------------------
    @api.model
    def _prepare_partner(self, scope):
        partner = scope.partner_sudo.with_env(self.env)
        return {
            "id": partner.id,
            "name": scope.partner_sudo.display_name,
            "can_open": partner.has_access("read"),
        }

    @api.model
    def _prepare_section(self, section, rows, found):
        models_of_rows = {source.records._name for source in section.sources}
        count = sum(found[source].count for source in section.sources)
        total = found[section.total].count if section.total else count
        return {
            "key": section.key,
            "label": section.label,
            "empty": section.empty,
            "count": count,
            "hidden": total - count,
            "rows": rows,
            "can_list": bool(section.list_action)
            and all(self.env[name].has_access("read") for name in models_of_rows),
        }

    @api.model
    def _prepare_warnings(self, warnings, found):
        return [
            {"key": key, "label": label, "count": found[source].count}
            for key, (label, source) in warnings.items()
            if found[source].count
        ]

    @api.model
    def _prepare_badge(self, record, field_name, kind):
        """Return a state as a badge, in the host's words and the user's language.

        :param str kind: muted, info, success, warning or danger
        """
        labels = dict(record._fields[field_name]._description_selection(self.env))
        return {"label": labels.get(record[field_name], ""), "kind": kind}

    @api.model
    def _prepare_date(self, row):
        date = row["date"]
        has_time = isinstance(date, datetime)
        to_string = fields.Datetime.to_string if has_time else fields.Date.to_string
        return {**row, "date": to_string(date) or "", "has_time": has_time}

    # -- Show all -------------------------------------------------------------------
    @api.model
    def _get_list_action(self, ticket, key):
        """Return the window action that lists a whole section, on the user's rights."""
        sections = {s.key: s for s in self._get_sections(self._get_scope(ticket))}
        section = sections.get(key)
        if not section or not section.list_action:
            raise AccessError(self.env._("There is no such list."))
        action = self.env["ir.actions.act_window"]._for_xml_id(section.list_action)
        self.env[action["res_model"]].check_access("read")
        action.update(
            display_name=section.label,
            domain=list(section.list_domain),
            context={"create": False},
        )
        return action
