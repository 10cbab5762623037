from datetime import timedelta

from odoo import api, fields, models

from ...const import ENDED_KINDS
from ...logic.feedback_rules import is_drawn

_SOLVED_KINDS = ("solved", "closed")
_AGENTS = "customer_support.customer_support_group_agent_own"


class SupportTicketFeedback(models.AbstractModel):
    """Asking the customer how it was, and showing what he said."""

    _name = "support.ticket.feedback"
    _description = "Feedback on a Support Ticket"

    feedback_answer_ids = fields.One2many(
        "survey.user_input",
        "support_ticket_id",
        "Feedback",
        readonly=True,
        groups=_AGENTS,
    )
    feedback_count = fields.Integer(compute="_compute_feedback", groups=_AGENTS)
    feedback_words = fields.Char(
        "Customer Says", compute="_compute_feedback", groups=_AGENTS
    )

    @api.depends("feedback_answer_ids.support_mark")
    def _compute_feedback(self):
        for ticket in self:
            answers = ticket.feedback_answer_ids.sorted("id")
            ticket.feedback_count = len(answers)
            ticket.feedback_words = answers[-1:]._get_mark_in_words()

    # -- What happens to the ticket -------------------------------------------------
    def write(self, vals):
        if "stage_id" not in vals:
            return super().write(vals)
        ended = self.sudo().filtered(lambda ticket: ticket.stage_kind in ENDED_KINDS)
        result = super().write(vals)
        solved = self.sudo().filtered(lambda ticket: ticket.stage_kind in _SOLVED_KINDS)
        if solved - ended:
            (solved - ended)._queue_feedback("solved")
        return result

    def _queue_feedback(self, event):
        """Plan the question about something that has just ended.

        Whether it is asked is looked at again when it is due.

        :param str event: see ``const.FEEDBACK_EVENTS``
        """
        now = fields.Datetime.now()
        programs = self.env["support.feedback.program"]
        # Neither the customer nor the agent has rights on programs and invitations.
        found = programs._find_for_tickets(self.sudo(), event, now)
        vals_list = [
            ticket._prepare_invitation_vals(program, event, now)
            for ticket, program in found.items()
            if ticket._is_in_sample(program)
        ]
        if not vals_list:
            return
        invitations_sudo = self.env["support.feedback.invitation"].sudo()
        self._forget_unasked(invitations_sudo)
        planned = invitations_sudo.create(vals_list)
        planned._get_cron()._trigger(at=sorted(set(planned.mapped("due_date"))))

    def _forget_unasked(self, invitations_sudo):
        """One question per matter: what was not asked yet about it, is not asked."""
        invitations_sudo.search(
            [("ticket_id", "in", self.ids), ("state", "=", "queued")]
        ).write({"state": "dropped", "obstacle": "reopened"})

    def _is_in_sample(self, program_sudo):
        secret = self.env["ir.config_parameter"].sudo().get_param("database.secret")
        return is_drawn(program_sudo.id, self.id, program_sudo.sampling_percent, secret)

    def _prepare_invitation_vals(self, program_sudo, event, now):
        return {
            "program_id": program_sudo.id,
            "ticket_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "email_normalized": self.email_normalized,
            "event": event,
            "due_date": now + timedelta(hours=program_sudo.delay_hours),
        }

    def _get_open_invitation(self):
        """Return the question that the customer can answer, in sudo, or none."""
        invitations_sudo = self.env["support.feedback.invitation"].sudo()
        sent = invitations_sudo.search(
            [("ticket_id", "=", self.id), ("state", "=", "sent")]
        )
        return sent.filtered("is_open")[:1]

    def _get_waiting_invitation(self):
        """Return the question whose mail has not gone yet, in sudo, or none.

        Whoever looks at his ticket before that answers there.
        """
        invitations_sudo = self.env["support.feedback.invitation"].sudo()
        waiting = invitations_sudo.search(
            [("ticket_id", "=", self.id), ("state", "=", "queued")]
        )
        return waiting._filter_askable(fields.Datetime.now())[:1]

    def _get_last_message_id(self):
        """Return the Message-ID that a mail of ours answers, or False."""
        message = self.env["mail.message"].search(
            [
                ("model", "=", self._name),
                ("res_id", "=", self.id),
                ("message_type", "in", ("email", "comment", "email_outgoing")),
                ("message_id", "!=", False),
            ],
            order="id desc",
            limit=1,
        )
        return message.message_id or False

    # -- What the agent hears -------------------------------------------------------
    def _tell_agent_of_praise(self, answer_sudo):
        """Good words reach whoever earned them (S-92).

        :param answer_sudo: ``survey.user_input`` with a high mark
        """
        agent = answer_sudo.support_user_id
        if not agent.active:
            return
        # In the agent's language, not in the customer's.
        ticket = self.with_context(lang=agent.lang)
        answer = answer_sudo.with_context(lang=agent.lang)
        ticket.message_notify(
            partner_ids=agent.partner_id.ids,
            subject=self.env._("A customer is glad about your help"),
            body=ticket.env._(
                "%(customer)s: %(mark)s. %(comment)s",
                customer=ticket.partner_id.name or ticket.number,
                mark=answer._get_mark_in_words(),
                comment=answer.support_comment or "",
            ),
        )

    def action_open_feedback(self):
        """Open what the customer said about this ticket."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.survey_user_input_action"
        )
        return {**action, "domain": [("support_ticket_id", "=", self.id)]}
