from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import float_round

from ...const import OUTCOMES
from .support_return_request import Wish

_MAX_NOTE = 500


class Offer(NamedTuple):
    """What a customer is offered for what he wants to send back.

    :param verdicts: [(wish, its ``logic.return_eligibility.Verdict`` in words)]
    :param outcomes: [(code, label)] that are possible for all of it
    :param words: the terms, sentence by sentence
    :param bool photo_required: nobody decides without one
    """

    verdicts: list
    outcomes: list
    words: list
    photo_required: bool


class SupportReturnPortal(models.AbstractModel):
    """What a customer sees of his returns, and what he asks for himself.

    Called by the portal's controllers after the access function has let the visitor in.
    Refusals are ``UserError`` with a text for the customer.
    """

    _name = "support.return.portal"
    _description = "Portal Side of a Return"

    # -- Asking ---------------------------------------------------------------------
    @api.model
    def _portal_read_wishes(self, order_sudo, form):
        """Return what the visitor filled in.

        :param dict form: texts ``quantity_<line>``, ``reason_<line>``, ``note_<line>``
        :return: list of ``Wish``, in the visitor's environment
        :raise UserError: nothing was chosen, or something that was not offered
        """
        # Reasons are configuration: the same for every customer.
        reasons_sudo = self.env["support.return.reason"].sudo()
        wishes = []
        for line in order_sudo.order_line._filter_goods():
            quantity = self._portal_read_quantity(form.get(f"quantity_{line.id}"))
            if not quantity:
                continue
            value = form.get(f"reason_{line.id}") or ""
            reason = reasons_sudo.browse(int(value) if value.isdecimal() else 0)
            reason = reason.exists().filtered("active")
            note = " ".join((form.get(f"note_{line.id}") or "").split())[:_MAX_NOTE]
            wishes.append(Wish(line.with_env(self.env), quantity, reason, note))
        if not wishes:
            raise UserError(self.env._("Choose what comes back, and how many of it."))
        return wishes

    @api.model
    def _portal_read_quantity(self, text):
        """Return a quantity that somebody typed; nothing is zero.

        :raise UserError: it is no quantity
        """
        text = (text or "").strip().replace(",", ".")
        try:
            quantity = float(text or 0)
        except ValueError:
            quantity = -1.0
        if not 0 <= quantity < 1e9:
            raise UserError(self.env._("Choose a quantity."))
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return float_round(quantity, precision_digits=digits)

    @api.model
    def _portal_get_offer(self, order_sudo, wishes):
        """Return what is possible for these goods, on which terms.

        :raise UserError: something of it is not possible, in words
        """
        requests = {wish.sale_line: (wish.quantity, wish.reason) for wish in wishes}
        orders = order_sudo.with_env(self.env)
        found = {
            line.id: verdict
            for line, verdict in orders._get_return_verdicts(requests).items()
        }
        verdicts = [(wish, found[wish.sale_line.id]) for wish in wishes]
        self._check_possible(wishes, found)
        for wish, verdict in verdicts:
            self._portal_check_allowed(wish, verdict)
        codes = set.intersection(*(set(verdict.outcomes) for _w, verdict in verdicts))
        return Offer(
            verdicts,
            [
                (code, label)
                for code, label in self._get_outcome_labels().items()
                if code in codes
            ],
            self._portal_get_terms(order_sudo, [verdict for _w, verdict in verdicts]),
            any(verdict.photo_required for _w, verdict in verdicts),
        )

    @api.model
    def _portal_check_allowed(self, wish, verdict):
        """Refuse what only a person may allow: the customer asks him for that."""
        if not verdict.allowed:
            raise UserError(
                self.env._(
                    "%(product)s: %(why)s",
                    product=wish.sale_line.sudo().product_id.display_name,
                    why=" ".join(
                        words for _code, words, blocks in verdict.reasons if blocks
                    ),
                )
            )

    @api.model
    def _get_outcome_labels(self):
        """Return {code: label} of all outcomes in the reader's language."""
        field = self.env["support.return"]._fields["desired_outcome"]
        labels = dict(field._description_selection(self.env))
        return {code: labels[code] for code, _label in OUTCOMES}

    @api.model
    def _portal_get_terms(self, order_sudo, verdicts):
        """Return on which terms goods come back, sentence by sentence."""
        terms = []
        if all(verdict.automatic for verdict in verdicts):
            terms.append(self.env._("It is approved at once."))
        else:
            terms.append(self.env._("We look at the request first and write to you."))
        fee = max(verdict.fee_percent for verdict in verdicts)
        if fee:
            terms.append(
                self.env._("We keep a fee of %(fee)s %% for our work.", fee=f"{fee:g}")
            )
        paying = [v for v in verdicts if v.freight_payer == "customer"]
        amount = max((v.freight_amount for v in paying), default=0.0)
        if amount:
            terms.append(
                self.env._(
                    "You pay for the way back: %(amount)s, deducted from the refund.",
                    amount=order_sudo.company_id.currency_id.format(amount),
                )
            )
        elif paying:
            terms.append(self.env._("You pay for the way back."))
        else:
            terms.append(self.env._("We pay for the way back."))
        return terms

    @api.model
    def _portal_request(
        self, order_sudo, wishes, outcome, text, files, partner, by_link=False
    ):
        """Open a ticket with the request, and ask for the return.

        :param str text: what else the customer writes, may be empty
        :param list files: (name, content) pairs, the photos
        :param partner: who asks
        :return: the return, in sudo
        :raise UserError: it is not possible, in words for the customer
        """
        offer = self._portal_get_offer(order_sudo, wishes)
        if offer.outcomes and outcome not in dict(offer.outcomes):
            raise UserError(self.env._("Please choose what you would like."))
        if offer.photo_required and not files:
            raise UserError(self.env._("Please add a photo: we need it to decide."))
        # What he wants is dealt with right here: no template answers as well.
        tickets = self.env["support.ticket"].with_context(support_is_served=True)
        ticket_sudo = tickets._portal_create_ticket(
            self.env._("Return of %(order)s", order=order_sudo.name),
            "\n".join([*self._portal_describe(wishes), text.strip()]).strip(),
            files,
            company=order_sudo.company_id,
            partner=partner,
            by_link=by_link,
            sale_order_id=order_sudo.id,
            category_id=wishes[0].reason.category_id.id,
        )
        photos = ticket_sudo._portal_get_messages().attachment_ids
        return self._request(ticket_sudo, wishes, outcome, photos)

    @api.model
    def _portal_describe(self, wishes):
        """Return what the customer would have written, one line for each product."""
        return [
            self.env._(
                "%(quantity)s × %(product)s: %(reason)s",
                quantity=f"{wish.quantity:g}",
                product=wish.sale_line.sudo().product_id.display_name,
                reason=". ".join(filter(None, [wish.reason.name, wish.note])),
            )
            for wish in wishes
        ]

    # -- Looking --------------------------------------------------------------------
    def _get_portal_link(self):
        """Return the address of the page, with the key to the customer's ticket."""
        self.ensure_one()
        token = self.ticket_id._portal_ensure_token()
        base = self.ticket_id.get_base_url()
        return f"{base}/my/returns/{self.id}?access_token={token}"

    def _portal_get_status(self):
        """Return in the customer's words where the return is."""
        self.ensure_one()
        if self.state == "approved" and self.is_kept:
            return self.env._("You may keep it")
        refund_words = self._portal_get_refund_words()
        return {
            "requested": self.env._("We look at your request"),
            "approved": self.env._("Waiting for your parcel"),
            "received": self.env._("Your parcel is here"),
            "inspected": refund_words or self.env._("We have looked at the goods"),
            "resolved": refund_words or self.env._("Done"),
            "closed": refund_words or self.env._("Done"),
            "refused": self.env._("Not accepted"),
            "cancelled": self.env._("Cancelled"),
        }[self.state]

    def _portal_get_refund_words(self):
        refunds = self.refund_ids.filtered(lambda refund: refund.state != "cancelled")
        if not refunds:
            return False
        amount = refunds.currency_id[:1].format(sum(refunds.mapped("amount")))
        if all(refund.state == "done" for refund in refunds):
            return self.env._("Refunded: %(amount)s", amount=amount)
        return self.env._("Your refund of %(amount)s is on its way", amount=amount)

    def _portal_get_progress(self):
        """Return the steps of the return: [(label, naive UTC moment or False)]."""
        self.ensure_one()
        steps = [(self.env._("Asked for"), self.create_date)]
        if self.state == "refused":
            return [*steps, (self.env._("Not accepted"), self.decided_date)]
        if self.state == "cancelled":
            return [*steps, (self.env._("Cancelled"), self.write_date)]
        steps.append((self.env._("Approved"), self.decided_date))
        if not self.is_kept:
            steps += [
                (self.env._("Your parcel is here"), self.received_date),
                (self.env._("Goods looked at"), self.inspected_date),
            ]
        return [*steps, (self.env._("Done"), self.resolved_date)]

    def _portal_needs_parcel(self):
        """Tell whether the customer is next: he packs."""
        return self.state == "approved" and not self.is_kept

    # -- Changing -------------------------------------------------------------------
    def _portal_cancel(self, author, by_link=False):
        """The customer keeps his goods after all. Twice is once.

        :raise UserError: they are here already
        """
        self.ensure_one()
        if self.state == "cancelled":
            return
        try:
            self._ensure_can_be("cancelled")
        except UserError as error:
            raise UserError(
                self.env._("It is too late to cancel this return. Please write to us.")
            ) from error
        self._cancel()
        self.ticket_id._portal_log(
            author,
            self.env._("The customer cancels return %(number)s.", number=self.name),
            by_link,
        )
        self.activity_ids.action_feedback()
        if not self.ticket_id.return_ids - self:
            self.ticket_id._portal_close(author, by_link)
