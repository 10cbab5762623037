"""What has come in a moment ago: sorted by the shop's triage rules, or waiting."""

from odoo.tools import plaintext2html

from .shop_orders import get_record

# (key of the customer, subject, text)
ARRIVALS = [
    (
        "lucia_ferretti",
        "The mirror",
        "Good morning,\n\nthe mirror arrived broken, one corner of the box is soft. "
        "I have kept everything as it was.\n\nLucia",
    ),
    (
        "jens_hansen",
        "VAT number on the last one",
        "Hello,\n\ncould the last invoice carry our new VAT number?\n\nJens Hansen",
    ),
    (
        "beatrice_conti",
        "Una domanda",
        "Buongiorno,\n\nvorrei regalare qualcosa di vostro a mia sorella, che ha un "
        "balcone piccolo e poco sole. Che cosa mi consigliate?\n\nBeatrice",
    ),
    (
        "margot_petit",
        "Second try",
        "Bonjour,\n\nI wrote last week and would like to know what you decided.\n\n"
        "Margot Petit",
    ),
    (
        "marco_esposito",
        "The bench again",
        "Hello,\n\none more question of the same buyer: what are the measures of the "
        "cushions?\n\nMarco",
    ),
]


def load(env):
    """Let the mails arrive: they go through the rules like real ones."""
    team = get_record(env, "support.team", "care")
    channel = env.ref("customer_support.support_channel_mail")
    tickets = env["support.ticket"].with_context(
        mail_create_nolog=True,
        mail_create_nosubscribe=True,
        mail_activity_quick_update=True,  # nobody is told by mail
    )
    for key, subject, text in ARRIVALS:
        customer = get_record(env, "res.partner", key)
        ticket = tickets.create(
            {
                "name": subject,
                "partner_id": customer.id,
                "team_id": team.id,
                "team_is_default": True,
                "company_id": env.company.id,
                "channel_id": channel.id,
                "first_text": text,
            }
        )
        _write_message(ticket, text)


def _write_message(ticket, text):
    """Keep what the customer wrote; nobody is notified."""
    customer = ticket.partner_id
    ticket.env["mail.message"].create(
        {
            "model": ticket._name,
            "res_id": ticket.id,
            "record_name": ticket.name,
            "subject": ticket.name,
            "body": plaintext2html(text),
            "author_id": customer.id,
            "email_from": customer.email_formatted,
            "message_type": "email",
            "subtype_id": ticket.env.ref("mail.mt_comment").id,
        }
    )
