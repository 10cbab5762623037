from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# Fields of the target that the source fills where they are empty.
FILLED_FIELDS = ("sale_order_id", "product_id")
# Fields of the target to which the source's records are added.
JOINED_FIELDS = ("tag_ids", "invoice_ids", "picking_ids")


class SupportTicketMerge(models.Model):
    """The record of one merge: what went from the source to the target, for undoing.

    Written by the product only. It names records by id in JSON, because they may be
    gone by the time of an undo, and the record must not keep them alive.
    """

    _name = "support.ticket.merge"
    _description = "Merge of two Support Tickets"
    _order = "id desc"
    _rec_name = "source_id"

    source_id = fields.Many2one(
        "support.ticket", "Merged Ticket", required=True, index=True, ondelete="cascade"
    )
    target_id = fields.Many2one(
        "support.ticket", "Merged Into", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="source_id.company_id", store=True, index=True)
    state = fields.Selection(
        [("merged", "Merged"), ("undone", "Undone")], default="merged", required=True
    )
    user_id = fields.Many2one(
        "res.users", "Merged By", default=lambda self: self.env.user, required=True
    )
    undone_by_id = fields.Many2one("res.users")
    undone_date = fields.Datetime("Undone On")
    # {model: ids} of the records that changed their ticket
    moved = fields.Json()
    # ids of the partners that follow the target because of the merge
    added_followers = fields.Json()
    # {field: ids} of the records that were added to the target
    joined = fields.Json()
    # {field: [value before, value after]} of the target
    target_changes = fields.Json()
    # {field: value} of the source before the merge
    source_state = fields.Json()

    _one_merge_per_source = models.UniqueIndex(
        "(source_id) WHERE state = 'merged'", "This ticket is already merged."
    )

    # -- Merging --------------------------------------------------------------------
    def _apply(self):
        """Bring everything of the source to the target and end the source.

        Rights and guards have been checked, both tickets are locked.
        """
        for merge_sudo in self.sudo():
            source, target = merge_sudo.source_id, merge_sudo.target_id
            merge_sudo.source_state = source._read_merge_state()
            merge_sudo._move_records()
            merge_sudo._join_followers()
            merge_sudo._join_documents()
            merge_sudo._change_target()
            source._end_by_merge(target)

    def _get_moved_models(self):
        """Return where records name their ticket. Hook: add yours.

        Scheduled messages stay: they are posted where the conversation continues.

        :return: list of (model, field of the model's name, field of the record's id)
        """
        return [
            ("mail.message", "model", "res_id"),
            ("mail.activity", "res_model", "res_id"),
            ("ir.attachment", "res_model", "res_id"),
        ]

    def _get_moved_domain(self, model):
        """Return which of the source's records stay behind. Hook.

        Log lines tell the source's own history: they stay with it.
        """
        if model == "mail.message":
            return [("message_type", "not in", ("notification", "user_notification"))]
        return []

    def _move_records(self):
        moved = {}
        for model, model_field, id_field in self._get_moved_models():
            records = (
                self.env[model]
                .with_context(active_test=False)
                .search(
                    [
                        (model_field, "=", "support.ticket"),
                        (id_field, "=", self.source_id.id),
                        *self._get_moved_domain(model),
                    ]
                )
            )
            records.write({id_field: self.target_id.id})
            moved[model] = records.ids
        self.moved = moved

    def _join_followers(self):
        """Colleagues keep following; so does another contact of the customer."""
        source, target = self.source_id, self.target_id
        followers = source.message_partner_ids.filtered(lambda p: not p.partner_share)
        if source.partner_id != target.partner_id:
            followers |= source.partner_id
        followers -= target.message_partner_ids
        target.message_subscribe(partner_ids=followers.ids)
        self.added_followers = followers.ids

    def _join_documents(self):
        joined = {}
        for name in JOINED_FIELDS:
            records = self.source_id[name] - self.target_id[name]
            self.target_id[name] |= records
            joined[name] = records.ids
        self.joined = joined

    def _change_target(self):
        source, target = self.source_id, self.target_id
        clock = source._get_merged_clock(target)
        before = target._read_merge_state()
        if target._is_woken_by_merge(clock):
            target._move_to_kind("open", snoozed_until=False, snoozed_until_reply=False)
        changes = {name: value or False for name, value in vars(clock).items()}
        for name in FILLED_FIELDS:
            if source[name] and not target[name]:
                changes[name] = source[name].id
        changes.update(source._get_merged_priority_vals(target))
        changes["email_cc"] = source._get_merged_cc(target)
        target.write(changes)
        after = target._read_merge_state()
        self.target_changes = {
            name: [before[name], after[name]]
            for name in changes
            if before[name] != after[name]
        }

    # -- Undoing --------------------------------------------------------------------
    def _ensure_can_undo(self):
        """Check rights and state.

        :raise UserError: with the reason
        """
        self.ensure_one()
        tickets = self.sudo().source_id | self.sudo().target_id
        tickets.sudo(False).check_access("write")
        target_sudo = self.sudo().target_id
        if self.sudo().state == "undone":
            raise UserError(self.env._("This merge has already been undone."))
        if target_sudo.merged_into_id:
            raise UserError(
                self.env._(
                    "Ticket %(target)s has itself been merged into %(next)s. Undo that "
                    "merge first.",
                    target=target_sudo.number,
                    next=target_sudo.merged_into_id.number,
                )
            )

    def _undo(self):
        """Take back exactly what the merge brought, as far as it is still there.

        What was written on the target since then stays there.
        """
        self._ensure_can_undo()
        (self.sudo().source_id | self.sudo().target_id)._lock_for_merge()
        for merge_sudo in self.sudo():
            merge_sudo._return_records()
            merge_sudo._return_followers()
            merge_sudo._return_documents()
            merge_sudo._restore_target()
            merge_sudo.source_id._revive_after_merge(merge_sudo)
            merge_sudo.write(
                {
                    "state": "undone",
                    "undone_by_id": self.env.uid,
                    "undone_date": fields.Datetime.now(),
                }
            )
        # The unique index must know before somebody merges again.
        self.flush_recordset()

    def _return_records(self):
        for model, model_field, id_field in self._get_moved_models():
            records = self.env[model].browse((self.moved or {}).get(model, [])).exists()
            still_there = records.filtered_domain(
                [
                    (model_field, "=", "support.ticket"),
                    (id_field, "=", self.target_id.id),
                ]
            )
            still_there.write({id_field: self.source_id.id})

    def _return_followers(self):
        target = self.target_id
        needed = target.user_id.partner_id | target.partner_id
        leaving = set(self.added_followers or []) - set(needed.ids)
        target.message_unsubscribe(partner_ids=list(leaving))

    def _return_documents(self):
        for name, ids in (self.joined or {}).items():
            records = self.target_id[name]
            self.target_id[name] = records.filtered(lambda r, ids=ids: r.id not in ids)

    def _restore_target(self):
        current = self.target_id._read_merge_state()
        self.target_id.write(
            {
                name: before
                for name, (before, after) in (self.target_changes or {}).items()
                if current[name] == after
            }
        )

    # -- CRUD -----------------------------------------------------------------------
    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_superuser(self):
        if not self.env.su:
            raise AccessError(
                self.env._("The history of merges is not deleted by hand.")
            )
