from odoo import models


class SupportOncallNoticeMixin(models.AbstractModel):
    """Tells people about a record, each in his own language and time zone."""

    _name = "support.oncall.notice.mixin"
    _description = "On-call Notices"

    def _notify_people(self, users, get_text):
        """Tell users in their inbox or by mail; whoever caused it is not told.

        :param users: ``res.users``
        :param get_text: function of the record as the reader sees it, for the text
        """
        self.ensure_one()
        author = self.env.user.partner_id
        for user in users.filtered("active") - self.env.user:
            # Readers of a schedule may know what concerns them; they write nothing.
            record_sudo = self.with_user(user).with_context(lang=user.lang).sudo()
            record_sudo.message_notify(
                author_id=author.id,
                partner_ids=user.partner_id.ids,
                subject=record_sudo.display_name,
                body=get_text(record_sudo),
            )
