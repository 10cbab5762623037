from odoo import models
from odoo.tools import format_date

from ...logic.reply_variables import VARIABLES, Value


class SupportTicketReplyValues(models.AbstractModel):
    """What the variables of a reply template stand for on a ticket.

    For each object of ``logic.reply_variables`` there is a method
    ``_get_<object>_reply_values`` that returns {name of the variable: Value} for all of
    its variables. A value that is empty or not certain has a problem instead of a text.

    Documents are read as superuser: agents need no rights on Sales, Inventory or
    Accounting to say what stands in the documents of their ticket. Those of another
    customer are never read out.
    """

    _name = "support.ticket.reply.values"
    _description = "Values of Reply Templates on a Support Ticket"

    def _get_reply_values(self, names, lang_code, agent=None):
        """Return the values of variables; the user may read the ticket.

        :param names: names of variables
        :param str lang_code: language of the answer
        :param agent: ``res.users`` who answers; none: nobody does
        :return: {name: ``logic.reply_variables.Value``}
        """
        self.ensure_one()
        self.check_access("read")
        sources = {name.split(".")[0] for name in names}
        agent = agent or self.env["res.users"]
        ticket = self.with_context(reply_lang=lang_code, reply_agent_id=agent.id)
        values = {}
        for source in sorted(sources):
            values |= getattr(ticket, f"_get_{source}_reply_values")()
        missing = self.env._("It is not known.")
        return {name: _complete(values.get(name), missing) for name in names}

    # -- People and the ticket ------------------------------------------------------
    def _get_customer_reply_values(self):
        partner = self.sudo().partner_id
        source = self.env._("Contact of the ticket")
        if not partner.name or "@" in partner.name:
            problem = self.env._("The name of the customer is not known.")
            return self._get_reply_problem("customer", problem)
        first = partner.name if partner.is_company else partner.name.split()[0]
        return {
            "customer.first_name": Value(first, source),
            "customer.name": Value(partner.name, source),
        }

    def _get_ticket_reply_values(self):
        source = self.env._("Ticket")
        return {
            "ticket.number": Value(self.number or "", source),
            "ticket.subject": Value(self.name or "", source),
        }

    def _get_agent_reply_values(self):
        agent = self.env["res.users"].browse(self.env.context["reply_agent_id"])
        if not agent:
            problem = self.env._("Nobody answers in person.")
            return self._get_reply_problem("agent", problem)
        return {"agent.name": Value(agent.name, self.env._("User who answers"))}

    def _get_team_reply_values(self):
        # Customers read its name below every mail.
        name = self.sudo().team_id.name or ""
        return {"team.name": Value(name, self.env._("Team of the ticket"))}

    def _get_company_reply_values(self):
        name = self.sudo().company_id.name
        return {"company.name": Value(name, self.env._("Company of the ticket"))}

    def _get_product_reply_values(self):
        product = self.sudo().product_id
        if not product:
            problem = self.env._("No product is chosen on the ticket.")
            return self._get_reply_problem("product", problem)
        name = product.with_context(lang=self.env.context["reply_lang"]).name
        return {"product.name": Value(name, self.env._("Product of the ticket"))}

    # -- Helpers --------------------------------------------------------------------
    def _get_reply_problem(self, source, problem):
        """Return the same problem for all variables of an object."""
        return {
            name: Value(problem=problem)
            for name in VARIABLES
            if name.split(".")[0] == source
        }

    def _format_reply_day(self, day):
        """Return a day in the language of the answer; an instant in the zone there."""
        if not day:
            return ""
        zone = self.sudo().partner_id.tz or self.sudo().team_id.calendar_id.tz or "UTC"
        located = self.with_context(tz=zone)
        # The host turns an instant into a day in the zone of the context.
        return format_date(located.env, day, lang_code=self.env.context["reply_lang"])

    def _is_of_customer(self, partner):
        """Tell whether a document of that partner is the customer's own."""
        owner = self.sudo().commercial_partner_id
        return bool(owner) and partner.sudo().commercial_partner_id == owner


def _complete(value, missing):
    """Return the value; an empty one is a problem as well."""
    if value is None or not (value.problem or value.text or value.links):
        return Value(problem=missing)
    return value
