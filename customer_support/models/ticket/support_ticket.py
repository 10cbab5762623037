from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain

from ...const import CUSTOMER_CHANNEL_KINDS, LIFECYCLE_FIELDS

# What every new ticket asks its company, customer, author and stage.
COMPANY_COLUMNS = ("name", "alias_domain_id", "partner_id")
PARTNER_COLUMNS = (
    "commercial_partner_id",
    "name",
    "email",
    "phone",
    "email_normalized",
    "partner_share",
    "active",
    "company_id",
    "support_calendar_id",
)
STAGE_COLUMNS = ("kind",)


class SupportTicket(models.Model):
    _name = "support.ticket"
    _inherit = [
        "support.ticket.access",
        "support.ticket.facts",
        "support.ticket.product",
        "support.ticket.triage",
        "support.ticket.merging",
        "support.ticket.sla",
        "support.ticket.deadline",
        "support.ticket.sla.history",
        "support.ticket.priority",
        "support.ticket.priority.reasons",
        "support.ticket.lifecycle",
        "support.ticket.assignment",
        "support.ticket.silence",
        "support.ticket.team",
        "support.ticket.presence",
        "support.ticket.conversation",
        "support.ticket.links",
        "support.ticket.split",
        "support.ticket.text.search",
        "support.ticket.duplicates",
        "support.ticket.portal.form",
        "support.ticket.mail",
        "mail.thread.cc",
        "mail.activity.mixin",
    ]
    _description = "Support Ticket"
    _check_company_auto = True
    _order = "priority desc, id desc"
    _primary_email = "partner_email"
    _mail_post_access = "write"

    # What it is about
    number = fields.Char(readonly=True, copy=False)
    name = fields.Char("Subject", required=True, tracking=True)
    description = fields.Html(
        "Request",
        index="trigram",
        help="What was asked on the phone or in the form. Mail is in the conversation.",
    )
    category_id = fields.Many2one(
        "support.category", "Contact Reason", index="btree_not_null", tracking=True
    )
    request_type = fields.Selection(related="category_id.request_type")
    tag_ids = fields.Many2many("support.tag", string="Tags")
    channel_id = fields.Many2one(
        "support.channel", index="btree_not_null", ondelete="restrict"
    )
    is_public_channel = fields.Boolean(related="channel_id.is_public")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    # Who asks
    partner_id = fields.Many2one(
        "res.partner", "Customer", index="btree_not_null", tracking=True
    )
    commercial_partner_id = fields.Many2one(
        "res.partner",
        compute="_compute_commercial_partner_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    partner_email = fields.Char(
        "Email",
        compute="_compute_partner_email",
        store=True,
        readonly=False,
        precompute=True,
    )
    email_normalized = fields.Char(
        compute="_compute_email_normalized",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    partner_phone = fields.Char(
        "Phone",
        compute="_compute_partner_phone",
        store=True,
        readonly=False,
        precompute=True,
    )
    planned_date = fields.Datetime(
        "Planned For", help="When an installation, training or maintenance takes place."
    )
    # The documents it is about
    is_product_covered = fields.Boolean(compute="_compute_is_product_covered")
    sale_order_id = fields.Many2one(
        "sale.order", "Order", index="btree_not_null", check_company=True
    )
    # Agents search by it without rights on Sales; they see it on their tickets anyway.
    order_number = fields.Char(related="sale_order_id.name")
    invoice_ids = fields.Many2many(
        "account.move", string="Invoices", check_company=True, copy=False
    )
    picking_ids = fields.Many2many(
        "stock.picking", string="Deliveries", check_company=True, copy=False
    )
    color = fields.Integer()

    _triage_idx = models.Index("(team_id) WHERE triage_state = 'waiting'")
    _number_uniq = models.UniqueIndex("(number)")
    # The queues: open tickets of a team, of an agent and of everybody, in the order in
    # which they are taken. The last two also hold what rules, filters and columns ask
    # for: the tickets that an agent may see are counted without reading any.
    _queue_idx = models.Index(
        "(company_id, team_id, priority DESC, id DESC) WHERE stage_kind IN "
        "('new', 'open', 'waiting_customer', 'waiting_third_party')"
    )
    _own_queue_idx = models.Index(
        "(user_id, priority DESC, id DESC) INCLUDE (company_id, team_id, stage_id, "
        "snoozed_until, snoozed_until_reply) WHERE stage_kind IN "
        "('new', 'open', 'waiting_customer', 'waiting_third_party')"
    )
    _whole_queue_idx = models.Index(
        "(company_id, priority DESC, id DESC) INCLUDE (team_id, user_id, stage_id, "
        "snoozed_until, snoozed_until_reply, unanswered_since, last_movement_date) "
        "WHERE stage_kind IN "
        "('new', 'open', 'waiting_customer', 'waiting_third_party')"
    )

    # -- Defaults and computes ------------------------------------------------------
    @api.depends("partner_id.commercial_partner_id")
    def _compute_commercial_partner_id(self):
        for ticket in self:
            ticket.commercial_partner_id = ticket.partner_id.commercial_partner_id

    @api.depends("partner_id")
    def _compute_partner_email(self):
        for ticket in self:
            ticket.partner_email = ticket.partner_id.email or ticket.partner_email

    @api.depends("partner_id")
    def _compute_partner_phone(self):
        for ticket in self:
            ticket.partner_phone = ticket.partner_id.phone or ticket.partner_phone

    @api.depends("partner_email")
    def _compute_email_normalized(self):
        for ticket in self:
            ticket.email_normalized = tools.email_normalize(
                ticket.partner_email, strict=False
            )

    @api.depends("category_id", "product_id")
    def _compute_is_product_covered(self):
        for ticket in self:
            category = ticket.category_id
            ticket.is_product_covered = not category or category._covers_product(
                ticket.product_id
            )

    @api.depends("number", "name")
    def _compute_display_name(self):
        for ticket in self:
            number = f"[{ticket.number}] " if ticket.number else ""
            ticket.display_name = f"{number}{ticket.name or ''}"

    @api.model
    def _search_display_name(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        return Domain("number", operator, value) | Domain("name", operator, value)

    @api.constrains("partner_id", "company_id")
    def _check_partner_company(self):
        for ticket in self:
            company = ticket.partner_id.sudo().company_id
            if company and company != ticket.company_id:
                raise ValidationError(
                    self.env._(
                        "Customer %(customer)s belongs to another company than ticket "
                        "%(ticket)s.",
                        customer=ticket.partner_id.display_name,
                        ticket=ticket.display_name,
                    )
                )

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        self._check_lifecycle_fields(*vals_list)
        tickets = self._without_lifecycle_defaults()
        vals_list = tickets._prepare_create_vals_list(vals_list)
        tickets._read_what_creating_needs(vals_list)
        return super(SupportTicket, tickets).create(vals_list)

    def write(self, vals):
        self._check_lifecycle_fields(vals)
        vals = dict(vals)
        if "partner_id" in vals:
            self._on_customer_changing(vals["partner_id"])
        return super().write(vals)

    @api.model
    def _check_lifecycle_fields(self, *vals_list):
        """Refuse instants and counters that only the life cycle writes.

        :raise AccessError: also for managers; the product itself writes as superuser
        """
        if self.env.su:
            return
        forbidden = LIFECYCLE_FIELDS.intersection(*[set().union(*vals_list)])
        if forbidden:
            raise AccessError(
                self.env._(
                    "These fields follow from what happens on the ticket and cannot be "
                    "written: %(fields)s.",
                    fields=", ".join(sorted(forbidden)),
                )
            )

    @api.model
    def default_get(self, fields):
        """Leave out what somebody's own defaults say about the life cycle."""
        values = super().default_get(fields)
        for name in LIFECYCLE_FIELDS & values.keys():
            if self.env.su and f"default_{name}" in self.env.context:
                continue  # the product says so
            default = self._fields[name].default
            if default:
                values[name] = default(self)
            else:
                del values[name]
        return values

    def _without_lifecycle_defaults(self):
        """Drop ``default_<field>`` from the context where it would set such a field."""
        context = self.env.context
        forged = {key for key in context if key[8:] in LIFECYCLE_FIELDS}
        if not any(key.startswith("default_") for key in forged):
            return self
        kept = {key: value for key, value in context.items() if key not in forged}
        return self.with_context(kept)  # pylint: disable=context-overridden; drops keys

    def _prepare_create_vals_list(self, vals_list):
        """Complete the values of new tickets: team, company, stage, number, dates."""
        now = fields.Datetime.now()
        channels = self.env["support.channel"]
        prepared = []
        completed = self._add_team_values(vals_list)
        for vals in self._add_triage_values(vals_list, completed):
            if vals.get("user_id"):
                vals["assign_date"] = now
            channel_id = vals.get("channel_id")
            kind = channel_id and channels._get_kind_of_id(channel_id)
            if kind in CUSTOMER_CHANNEL_KINDS:
                vals.setdefault("unanswered_since", now)
                vals.setdefault("last_customer_message_date", now)
            prepared.append(vals)
        self._fill_stages(prepared)
        self._fill_numbers(prepared)
        self._fill_triage(prepared)
        return prepared

    def _read_what_creating_needs(self, vals_list):
        """Read these columns at once: the host reads every column of a record for one.

        A company has 120 of them, and to read them costs more than to insert a ticket.
        """
        # What a colleague may not read is refused where it is used, not here.
        env = self.sudo().env
        ids = {
            name: {vals[name] for vals in vals_list if vals.get(name)}
            for name in ("company_id", "partner_id", "stage_id")
        }
        partners = env["res.partner"].browse(ids["partner_id"])
        (partners | env.user.partner_id).fetch(PARTNER_COLUMNS)
        env["res.company"].browse(ids["company_id"]).fetch(COMPANY_COLUMNS)
        env["support.stage"].browse(ids["stage_id"]).fetch(STAGE_COLUMNS)

    def _fill_stages(self, vals_list):
        stage_by_team = {}
        for vals in vals_list:
            team_id = vals.get("team_id")
            if vals.get("stage_id"):
                vals.update(self._get_first_stage_changes(vals["stage_id"]))
                continue
            if team_id not in stage_by_team:
                team = self.env["support.team"].browse(team_id)
                stage = self.env["support.stage"]._find_for_kind("new", team)
                stage_by_team[team_id] = stage.id
            vals["stage_id"] = stage_by_team[team_id]

    def _fill_numbers(self, vals_list):
        unnumbered = [vals for vals in vals_list if not vals.get("number")]
        companies = self.env["res.company"]
        for company in companies.browse({vals["company_id"] for vals in unnumbered}):
            own = [vals for vals in unnumbered if vals["company_id"] == company.id]
            numbers = self.env["ir.sequence"]._draw_ticket_numbers(company, len(own))
            for vals, number in zip(own, numbers, strict=True):
                vals["number"] = number

    # -- Mail -----------------------------------------------------------------------
    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["partner_id"]

    def _creation_subtype(self):
        # A posted message costs ten times a logged one: only if somebody listens.
        # Who follows is asked as superuser: the partners themselves are not read.
        followers_sudo = self.sudo().message_follower_ids
        if not followers_sudo.partner_id - self.env.user.partner_id:
            return super()._creation_subtype()
        return self._get_subtype("customer_support.mt_ticket_new")

    def _track_subtype(self, initial_values):
        self.ensure_one()
        if "stage_id" in initial_values:
            return self._get_subtype("customer_support.mt_ticket_stage")
        return super()._track_subtype(initial_values)

    def _get_subtype(self, xmlid):
        # Not ``ref``: that looks each time whether the record is still there.
        subtype_id = self.env["ir.model.data"]._xmlid_to_res_id(xmlid, True)
        return self.env["mail.message.subtype"].browse(subtype_id)
