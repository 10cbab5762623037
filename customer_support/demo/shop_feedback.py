"""How the shop's customers found its help."""

from datetime import timedelta

from odoo.fields import Datetime

_WEEKS = timedelta(weeks=10)

# (mark, why, reason of a low mark); None: no answer. Dealt out to the solved tickets.
ANSWERS = [
    (5, "Answered within the hour, and the new shade fits. Thank you, Giulia!", None),
    (4, "", None),
    None,
    (5, "Tutto risolto in un giorno.", None),
    (2, "The lamp came on Thursday, you had promised Monday.", "speed"),
    (5, "", None),
    None,
    (4, "Friendly, but I had to explain it twice.", None),
    (3, "", None),
    (5, "Schnell und freundlich.", None),
    None,
    (
        1,
        "My table is still broken and nobody says who collects it.",
        "unsolved",
    ),
    (5, "Best shop for lamps.", None),
]


def load(env):
    """Let the care team ask after solved tickets, and the customers have answered."""
    # Nobody is told by mail what he has to do.
    env = env(context={**env.context, "mail_activity_quick_update": True})
    program = env.ref("customer_support.support_feedback_program_solved")
    program.write(
        {
            "active": True,
            "company_id": env.company.id,
            "review_url": "https://reviews.example/casa-verbena",
            "reminder_days": 7,
        }
    )
    tickets = env["support.ticket"].search(
        [
            ("company_id", "=", env.company.id),
            ("stage_kind", "in", ("solved", "closed")),
            ("solved_date", ">=", Datetime.now() - _WEEKS),
            ("solved_date", "<", Datetime.now() - timedelta(days=2)),
            ("partner_id", "!=", False),
        ],
        order="id",
    )
    mails = env["mail.mail"]
    before = mails.search([])
    for number, ticket in enumerate(tickets):
        _answer(program, ticket, ANSWERS[number % len(ANSWERS)])
    _learn(env)
    # Praise reaches agents by mail, too; the demo writes to nobody.
    (mails.search([]) - before).unlink()


def _answer(program, ticket, answer):
    asked = ticket.solved_date + timedelta(days=1)
    invitation = program.env["support.feedback.invitation"].create(
        {
            **ticket._prepare_invitation_vals(program, "solved", ticket.solved_date),
            "state": "sent",
            "sent_date": asked,
            "open_until": Datetime.now() + timedelta(days=program.open_days),
        }
    )
    if answer:
        mark, why, reason = answer
        invitation._record(mark, why)
        if reason:
            invitation._record_reason(reason)
        invitation.answered_date = asked + timedelta(hours=5)
        invitation.answer_id.end_datetime = invitation.answered_date
    invitation.open_until = asked + timedelta(days=program.open_days)


def _learn(env):
    """Close the oldest low score: the shop has learned something from it."""
    followup = env["support.feedback.followup"].search([], order="id", limit=1)
    cause = env.ref("customer_support.support_category_shipping_late_supplier")
    followup.write(
        {
            "outcome": "recovered",
            "category_id": cause.id,
            "lesson": "We name a day only when the goods are reserved.",
        }
    )
    followup.action_close()
