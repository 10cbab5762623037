from odoo import fields, models
from odoo.tools import SQL

from ...const import PRIORITIES, STAGE_KINDS, WEEKDAYS

HOURS = [(f"{hour:02}", f"{hour:02}:00") for hour in range(24)]


class SupportTicketReport(models.Model):
    """One line per ticket with the instants and durations by which support is judged.

    Spam is left out. Working time is that of the ticket's service level, pauses
    included; without one it is counted in the hours of customer, team or company.
    """

    _name = "support.ticket.report"
    _inherit = ["support.kpi.hours"]
    _description = "Figures of Tickets"
    _auto = False
    _order = "received_date desc, id desc"
    _rec_name = "ticket_id"
    _depends = {
        "resource.calendar": ["tz"],
        "support.category": ["parent_path"],
        "support.reply.use": ["is_automatic", "ticket_id"],
        "support.sla.clock": ["kind", "level", "state", "ticket_id", "worked_seconds"],
        "support.ticket": [
            "automatic_reply_state",
            "cancel_reason",
            "category_id",
            "channel_id",
            "closed_date",
            "commercial_partner_id",
            "company_id",
            "first_response_date",
            "last_agent_message_date",
            "last_customer_message_date",
            "origin_ticket_id",
            "partner_id",
            "priority",
            "product_id",
            "received_date",
            "reopen_count",
            "sale_order_id",
            "solved_date",
            "stage_kind",
            "team_id",
            "user_id",
        ],
        "support.team": ["calendar_id"],
    }

    ticket_id = fields.Many2one("support.ticket", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    team_id = fields.Many2one("support.team", readonly=True)
    user_id = fields.Many2one("res.users", "Agent", readonly=True)
    channel_id = fields.Many2one("support.channel", readonly=True)
    category_id = fields.Many2one("support.category", "Cause", readonly=True)
    reason_id = fields.Many2one(
        "support.category",
        "Contact Reason",
        readonly=True,
        help="What the customer says, without the cause that was found behind it.",
    )
    product_id = fields.Many2one("product.product", readonly=True)
    partner_id = fields.Many2one("res.partner", "Contact", readonly=True)
    commercial_partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    sale_order_id = fields.Many2one("sale.order", "Order", readonly=True)
    priority = fields.Selection(PRIORITIES, readonly=True)
    stage_kind = fields.Selection(STAGE_KINDS, "Kind of Stage", readonly=True)
    # Instants
    received_date = fields.Datetime("Received", readonly=True)
    first_response_date = fields.Datetime("First Answer", readonly=True)
    solved_date = fields.Datetime("Solved On", readonly=True)
    ended_date = fields.Datetime(
        "Ended", readonly=True, help="Solved, closed or cancelled."
    )
    weekday = fields.Selection(WEEKDAYS, "Day of the Week", readonly=True)
    hour = fields.Selection(HOURS, readonly=True)
    # Durations
    first_response_hours = fields.Float(
        "First Answer (Working Hours)", readonly=True, aggregator="avg"
    )
    first_response_clock_hours = fields.Float(
        "First Answer (Clock Hours)", readonly=True, aggregator="avg"
    )
    resolution_hours = fields.Float(
        "Solution (Working Hours)", readonly=True, aggregator="avg"
    )
    resolution_clock_hours = fields.Float(
        "Solution (Clock Hours)", readonly=True, aggregator="avg"
    )
    # Judgements
    is_repeated = fields.Boolean("Merged or Duplicate", readonly=True)
    is_open = fields.Boolean("Open", readonly=True)
    is_solved = fields.Boolean("Solved", readonly=True)
    is_reopened = fields.Boolean("Came Back", readonly=True)
    is_one_touch = fields.Boolean("Solved With One Answer", readonly=True)
    is_first_contact = fields.Boolean("Solved at First Contact", readonly=True)
    is_from_template = fields.Boolean("Answered From a Template", readonly=True)
    is_automatic = fields.Boolean("Answered by Itself", readonly=True)
    reopened_percent = fields.Float("Came Back (%)", readonly=True, aggregator="avg")
    one_touch_percent = fields.Float("One Answer (%)", readonly=True, aggregator="avg")
    first_contact_percent = fields.Float(
        "First Contact (%)", readonly=True, aggregator="avg"
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT facts.*,
                   CASE WHEN is_solved THEN 100.0 * is_reopened::integer
                   END AS reopened_percent,
                   CASE WHEN is_solved THEN 100.0 * is_one_touch::integer
                   END AS one_touch_percent,
                   CASE WHEN is_solved THEN 100.0 * is_first_contact::integer
                   END AS first_contact_percent
              FROM (SELECT %s, %s, %s FROM %s
                     WHERE ticket.received_date IS NOT NULL
                       AND ticket.cancel_reason IS DISTINCT FROM 'spam') AS facts
            """,
            self._get_columns(),
            self._get_durations(),
            self._get_judgements(),
            self._get_tables(),
        )

    def _get_tables(self):
        return SQL(
            """
            support_ticket AS ticket
            LEFT JOIN support_team AS team ON team.id = ticket.team_id
            LEFT JOIN res_company AS company ON company.id = ticket.company_id
            LEFT JOIN support_category AS category ON category.id = ticket.category_id
            LEFT JOIN resource_calendar AS calendar ON calendar.id
                      = COALESCE(team.calendar_id, company.resource_calendar_id)
            LEFT JOIN (%s) AS hours ON hours.calendar_id = COALESCE(
                      %s, team.calendar_id, company.resource_calendar_id)
            """,
            self._get_hours_query(),
            self._get_customer_value("support_calendar_id"),
        )

    def _get_customer_value(self, name):
        """Return a column of the contact, else of his firm.

        Not a join: a query that does not ask for it must not pay for it.
        """
        return SQL(
            """
            COALESCE(
                (SELECT partner.%(name)s FROM res_partner AS partner
                  WHERE partner.id = ticket.partner_id),
                (SELECT customer.%(name)s FROM res_partner AS customer
                  WHERE customer.id = ticket.commercial_partner_id))
            """,
            name=SQL.identifier(name),
        )

    def _get_columns(self):
        local = SQL(
            "(ticket.received_date AT TIME ZONE 'UTC' "
            "AT TIME ZONE COALESCE(calendar.tz, 'UTC'))"
        )
        return SQL(
            """
            ticket.id, ticket.id AS ticket_id, ticket.company_id, ticket.team_id,
            ticket.user_id, ticket.channel_id, ticket.category_id, ticket.product_id,
            COALESCE(NULLIF(SPLIT_PART(category.parent_path, '/', 2), ''),
                     NULLIF(SPLIT_PART(category.parent_path, '/', 1), ''))::integer
                AS reason_id,
            ticket.partner_id, ticket.commercial_partner_id, ticket.sale_order_id,
            %(country)s AS country_id,
            ticket.priority, ticket.stage_kind, ticket.received_date,
            ticket.first_response_date, ticket.solved_date,
            COALESCE(ticket.solved_date, ticket.closed_date) AS ended_date,
            (EXTRACT(ISODOW FROM %(local)s) - 1)::integer::text AS weekday,
            TO_CHAR(%(local)s, 'HH24') AS hour
            """,
            country=self._get_customer_value("country_id"),
            local=local,
        )

    def _get_durations(self):
        """Return the durations; those of service levels are read from their clocks."""
        columns = [
            self._get_duration(*names)
            for names in (
                ("first_response", "first_response_date"),
                ("resolution", "solved_date"),
            )
        ]
        return SQL(", ").join(columns)

    def _get_duration(self, kind, field):
        start, end = SQL("ticket.received_date"), SQL.identifier("ticket", field)
        return SQL(
            """
            CASE WHEN %(end)s IS NOT NULL THEN COALESCE(
                (SELECT clock.worked_seconds FROM support_sla_clock AS clock
                  WHERE clock.ticket_id = ticket.id AND clock.kind = %(kind)s
                    AND clock.state = 'fulfilled'
                  ORDER BY clock.level, clock.id DESC LIMIT 1)::float8,
                %(worked)s) / 3600 END AS %(worked_name)s,
            %(clock)s / 3600 AS %(clock_name)s
            """,
            kind=kind,
            end=end,
            worked=self._get_measure(start, end),
            clock=self._get_clock_measure(start, end),
            worked_name=SQL.identifier(f"{kind}_hours"),
            clock_name=SQL.identifier(f"{kind}_clock_hours"),
        )

    def _get_judgements(self):
        """Return the judgements.

        The first answer and the last one of a person are the same instant where there
        was only one.
        """
        return SQL(
            """
            COALESCE(ticket.cancel_reason IN ('merged', 'duplicate'), FALSE)
                AS is_repeated,
            ticket.stage_kind IN ('new', 'open', 'waiting_customer',
                                  'waiting_third_party') AS is_open,
            ticket.stage_kind IN ('solved', 'closed') AS is_solved,
            COALESCE(ticket.reopen_count, 0) > 0 AS is_reopened,
            ticket.stage_kind IN ('solved', 'closed')
                AND COALESCE(ticket.reopen_count, 0) = 0
                AND ticket.last_agent_message_date
                    IS NOT DISTINCT FROM ticket.first_response_date AS is_one_touch,
            ticket.stage_kind IN ('solved', 'closed')
                AND COALESCE(ticket.reopen_count, 0) = 0
                AND (ticket.last_customer_message_date IS NULL
                     OR ticket.last_customer_message_date <= COALESCE(
                            ticket.first_response_date, ticket.received_date))
                AND NOT EXISTS (SELECT 1 FROM support_ticket AS later
                                 WHERE later.origin_ticket_id = ticket.id)
                AS is_first_contact,
            EXISTS (SELECT 1 FROM support_reply_use AS used
                     WHERE used.ticket_id = ticket.id
                       AND NOT COALESCE(used.is_automatic, FALSE)) AS is_from_template,
            COALESCE(ticket.automatic_reply_state = 'answered', FALSE) AS is_automatic
            """
        )

    def action_open_ticket(self):
        """Open the ticket behind a figure."""
        self.ensure_one()
        return self.ticket_id._get_records_action()
