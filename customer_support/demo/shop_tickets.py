"""The tickets of the demo shop, with conversations that go back ninety days."""

from datetime import timedelta

from markupsafe import Markup

from odoo.fields import Command, Datetime
from odoo.tools import file_open, formataddr, plaintext2html
from odoo.tools.misc import file_path

from .shop_orders import FOLDER, get_record, name_records
from .story import SHOP_ZONE, ShopCalendar, Timeline, parse

# What the life cycle writes, and the demo moves into the past.
INSTANTS = (
    "assign_date",
    "closed_date",
    "first_response_date",
    "last_agent_message_date",
    "last_customer_message_date",
    "last_movement_date",
    "reopen_count",
    "solved_date",
    "stage_date",
    "unanswered_since",
)
FILES = ("orders", "shipping", "products", "returns", "billing", "services", "today")


def load(env, orders):
    """Create the tickets of all stories, in the order in which they came in.

    :param dict orders: ``sale.order`` by the key that stories name
    """
    calendar = ShopCalendar(Datetime.now())
    stories = [story for name in FILES for story in _read_stories(name, calendar)]
    stories.sort(key=lambda story: story.events[0].at)
    writers = [TicketWriter(env, story, orders) for story in stories]
    tickets = env["support.ticket"].with_context(
        mail_create_nolog=True, mail_create_nosubscribe=True
    )
    created = tickets.create([writer.get_ticket_values() for writer in writers])
    ticket_by_key = {}
    messages = []
    for writer, ticket in zip(writers, created, strict=True):
        ticket_by_key[writer.story.key] = ticket
        writer.ticket = ticket
        writer.backdate()
        writer.follow()
        messages += writer.get_messages_values()
    messages.sort(key=lambda values: values["date"])
    env["mail.message"].create(messages)
    for writer in writers:
        writer.link(ticket_by_key)
    name_records(env, ticket_by_key)


def _read_stories(name, calendar):
    with file_open(f"{FOLDER}/stories/{name}.txt", "r") as source:
        return parse(source.read(), calendar)


class TicketWriter:
    """Turns one story into the values of a ticket and of its messages."""

    def __init__(self, env, story, orders):
        self.env = env
        self.story = story
        self.header = story.header
        self.ticket = env["support.ticket"]
        self.order = orders.get(self.header.get("order"), env["sale.order"])
        self.team = get_record(env, "support.team", self.header.get("team", "care"))
        self.channel = env.ref(
            f"customer_support.support_channel_{self.header.get('channel', 'mail')}"
        )
        customer = self.header.get("customer")
        self.customer = (
            get_record(env, "res.partner", customer) if customer else env["res.partner"]
        )
        self.timeline = Timeline(story, self.channel.kind, self.team.stage_after_reply)

    def fill(self, text):
        """Write the numbers of the order's documents into a text."""
        documents = {
            "{order}": self.order,
            "{invoice}": self.order.invoice_ids[:1],
            "{delivery}": self.order.picking_ids[:1],
        }
        for place, document in documents.items():
            text = text.replace(place, document.name or "")
        return text

    # -- The ticket -----------------------------------------------------------------
    def get_ticket_values(self):
        """Return what the ticket is about, and the stage in which it ends up."""
        played = self.timeline.get_values()
        login = self.header.get("agent") or played.get("agent")
        return {
            **self._get_header_values(),
            "description": plaintext2html(self.fill(played.get("description", ""))),
            "stage_id": self._get_stage(played["stage_kind"]).id,
            "user_id": login and get_record(self.env, "res.users", login).id,
            "create_date": played["create_date"],
            "received_date": played["create_date"],
        }

    def backdate(self):
        """Write the instants of the story: only the life cycle knows those of today."""
        played = self.timeline.values
        instants = {name: played.get(name) or False for name in INSTANTS}
        if self.ticket.user_id and not instants["assign_date"]:
            instants["assign_date"] = played["create_date"]
        self.ticket.write({**instants, "write_date": played["last_movement_date"]})

    def _get_header_values(self):
        header = self.header
        values = {
            "name": self.fill(header["subject"]),
            "company_id": self.env.company.id,
            "team_id": self.team.id,
            "channel_id": self.channel.id,
            "priority": header.get("priority", "1"),
            "cancel_reason": header.get("cancelled", False),
            "sale_order_id": self.order.id,
            "tag_ids": [Command.set(self._get_tags().ids)],
            "partner_id": self.customer.id,
            **self._get_document_values(header.get("documents", "")),
            **self._get_snooze_values(header.get("snooze", "")),
        }
        if "from" in header:
            values["partner_email"] = header["from"]
        if "reason" in header:
            reason = f"customer_support.support_category_{header['reason']}"
            values["category_id"] = self.env.ref(reason).id
        if "product" in header:
            product = get_record(self.env, "product.product", header["product"])
            values["product_id"] = product.id
        return values

    def _get_tags(self):
        tags = self.env["support.tag"]
        for name in self.header.get("tags", "").split():
            tags += get_record(self.env, "support.tag", name)
        return tags

    def _get_document_values(self, words):
        values = {}
        if "invoices" in words:
            values["invoice_ids"] = [Command.set(self.order.invoice_ids.ids)]
        if "deliveries" in words:
            values["picking_ids"] = [Command.set(self.order.picking_ids.ids)]
        return values

    def _get_snooze_values(self, snooze):
        if snooze == "reply":
            return {"snoozed_until_reply": True}
        if snooze:
            return {"snoozed_until": Datetime.now() + timedelta(days=int(snooze))}
        return {}

    def _get_stage(self, kind):
        return self.env["support.stage"]._find_for_kind(kind, self.team)

    # -- The conversation -----------------------------------------------------------
    def get_messages_values(self):
        """Return the values of every message, those about stages included."""
        talk = [
            getattr(self, f"_get_{event.kind}_values")(event)
            for event in self.story.events
            if event.kind in ("customer", "agent", "note")
        ]
        return talk + [self._get_move_values(*move) for move in self.timeline.moves]

    def _get_customer_values(self, event):
        author = self.customer
        is_mail = self.channel.kind in ("mail", "web", "phone")
        return {
            **self._get_message_values(event),
            "subject": event is self.story.events[0] and self.ticket.name,
            "author_id": author.id,
            "email_from": author.email_formatted or self.header["from"],
            "message_type": "email" if is_mail else "comment",
            "subtype_id": self.env.ref("mail.mt_comment").id,
        }

    def _get_agent_values(self, event):
        author = get_record(self.env, "res.users", event.who).partner_id
        sent = Command.create(
            {
                "res_partner_id": self.customer.id,
                "notification_type": "email",
                "notification_status": "sent",
                "is_read": True,
            }
        )
        return {
            **self._get_message_values(event),
            "author_id": author.id,
            "email_from": author.email_formatted,
            "message_type": "comment",
            "subtype_id": self.env.ref("mail.mt_comment").id,
            "partner_ids": [Command.set(self.customer.ids)],
            "notification_ids": [sent] if self.customer else [],
        }

    def _get_note_values(self, event):
        author = get_record(self.env, "res.users", event.who).partner_id
        return {
            **self._get_message_values(event),
            "author_id": author.id,
            "email_from": author.email_formatted,
            "message_type": "comment",
            "subtype_id": self.env.ref("mail.mt_note").id,
            "is_internal": True,
        }

    def _get_move_values(self, at, source, target):
        author = self.ticket.user_id.partner_id or self.env.ref("base.partner_root")
        stage = self.env["ir.model.fields"]._get("support.ticket", "stage_id")
        old, new = self._get_stage(source), self._get_stage(target)
        change = {
            "field_id": stage.id,
            "old_value_integer": old.id,
            "old_value_char": old.name,
            "new_value_integer": new.id,
            "new_value_char": new.name,
        }
        return {
            **self._get_record_values(at + timedelta(seconds=2)),
            "author_id": author.id,
            "email_from": author.email_formatted,
            "message_type": "notification",
            "subtype_id": self.env.ref("customer_support.mt_ticket_stage").id,
            "tracking_value_ids": [Command.create(change)],
        }

    def _get_message_values(self, event):
        values = {
            **self._get_record_values(event.at),
            "body": plaintext2html(self.fill(event.text))
            + self._get_quote(event.quotes),
        }
        if event.attachment:
            values["attachment_ids"] = [Command.link(self._attach(event).id)]
        return values

    def _get_record_values(self, at):
        return {
            "model": "support.ticket",
            "res_id": self.ticket.id,
            "record_name": self.ticket.name,
            "record_company_id": self.env.company.id,
            "record_alias_domain_id": self.env.company.alias_domain_id.id,
            "reply_to": formataddr((self.team.name, self.team.alias_email)),
            "date": at,
            "create_date": at,
        }

    def _get_quote(self, quoted):
        """Return the message before, as a mail program quotes it."""
        if not quoted:
            return Markup()
        name = self.customer.name or self.header.get("from")
        if quoted.who:
            name = get_record(self.env, "res.users", quoted.who).name
        local = Datetime.context_timestamp(
            self.ticket.with_context(tz=SHOP_ZONE.key), quoted.at
        )
        return Markup('<blockquote data-o-mail-quote="1">%s<br/>%s</blockquote>') % (
            f"On {local:%d/%m/%Y %H:%M}, {name} wrote:",
            Markup(plaintext2html(self.fill(quoted.text))),
        )

    def _attach(self, event):
        with open(file_path(f"{FOLDER}/attachments/{event.attachment}"), "rb") as file:
            content = file.read()
        return self.env["ir.attachment"].create(
            {
                "name": event.attachment,
                "raw": content,
                "res_model": "support.ticket",
                "res_id": self.ticket.id,
            }
        )

    # -- What hangs on it -----------------------------------------------------------
    def follow(self):
        """Let the customer, the agent and named colleagues follow the ticket."""
        people = self.customer + self.ticket.user_id.partner_id
        for login in self.header.get("followers", "").split():
            people += get_record(self.env, "res.users", login).partner_id
        self.ticket.message_subscribe(people.ids)

    def link(self, ticket_by_key):
        """Tie the ticket to others, and plan what somebody has to do on it."""
        header = self.header
        if "merged_into" in header:
            self.ticket._merge_into(ticket_by_key[header["merged_into"]])
        if "follows" in header:
            self.ticket.origin_ticket_id = ticket_by_key[header["follows"]]
        if "todo" in header:
            login, days, summary = header["todo"].split(maxsplit=2)
            self.ticket.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_call",
                date_deadline=Datetime.now().date() + timedelta(days=int(days)),
                user_id=get_record(self.env, "res.users", login).id,
                summary=summary,
            )
