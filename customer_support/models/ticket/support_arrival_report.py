from odoo import fields, models
from odoo.tools import SQL

from ...const import WEEKDAYS


class SupportArrivalReport(models.Model):
    """When tickets come in: day of the week and hour, in the zone of their team.

    Whether it was open then is judged by the weekly hours of the team's calendar: it
    shows what the week looks like without holidays and extra hours.
    """

    _name = "support.arrival.report"
    _description = "Ticket Arrivals"
    _auto = False
    _order = "received_date desc, id desc"
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one("support.ticket", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    team_id = fields.Many2one("support.team", readonly=True)
    channel_id = fields.Many2one("support.channel", readonly=True)
    category_id = fields.Many2one("support.category", "Contact Reason", readonly=True)
    received_date = fields.Datetime("Received", readonly=True)
    weekday = fields.Selection(WEEKDAYS, "Day of the Week", readonly=True)
    hour = fields.Selection(
        [(f"{hour:02}", f"{hour:02}:00") for hour in range(24)], readonly=True
    )
    outside_count = fields.Integer("Outside Opening Hours", readonly=True)
    is_outside = fields.Boolean("Came Outside Opening Hours", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT local.*, is_outside::integer AS outside_count
              FROM (SELECT arrival.*,
                           (EXTRACT(ISODOW FROM at) - 1)::integer::text AS weekday,
                           TO_CHAR(at, 'HH24') AS hour,
                           calendar_id IS NOT NULL AND NOT EXISTS (%s) AS is_outside
                      FROM (%s) AS arrival
                   ) AS local
            """,
            self._get_opening_query(),
            self._get_arrival_query(),
        )

    def _get_arrival_query(self):
        """Return each ticket with the local time at which it came."""
        return SQL(
            """
            SELECT ticket.id, ticket.id AS ticket_id, ticket.company_id, ticket.team_id,
                   ticket.channel_id, ticket.category_id, ticket.received_date,
                   calendar.id AS calendar_id, calendar.two_weeks_calendar,
                   ticket.received_date AT TIME ZONE 'UTC'
                       AT TIME ZONE COALESCE(calendar.tz, 'UTC') AS at
              FROM support_ticket AS ticket
              LEFT JOIN support_team AS team ON team.id = ticket.team_id
              LEFT JOIN res_company AS company ON company.id = ticket.company_id
              LEFT JOIN resource_calendar AS calendar ON calendar.id
                        = COALESCE(team.calendar_id, company.resource_calendar_id)
             WHERE ticket.received_date IS NOT NULL
               AND ticket.cancel_reason IS DISTINCT FROM 'spam'
            """
        )

    def _get_opening_query(self):
        """Return the weekly period in which an arrival falls, if it falls into one."""
        return SQL(
            """
            SELECT 1 FROM resource_calendar_attendance AS period
             WHERE period.calendar_id = arrival.calendar_id
               AND period.display_type IS NULL AND period.day_period != 'lunch'
               AND period.dayofweek::integer = EXTRACT(ISODOW FROM at) - 1
               AND period.hour_from <= EXTRACT(EPOCH FROM at::time) / 3600
               AND period.hour_to > EXTRACT(EPOCH FROM at::time) / 3600
               AND (NOT COALESCE(arrival.two_weeks_calendar, FALSE)
                    OR period.week_type::integer
                       = (at::date - DATE '0001-01-01') / 7 %% 2)
            """
        )

    def action_open_ticket(self):
        """Open the ticket behind a figure."""
        self.ensure_one()
        return self.ticket_id._get_records_action()
