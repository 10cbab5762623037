import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

_KEY_FORMAT = re.compile(r"^[0-9a-f]{32}$")


class SupportPortalSubmission(models.TransientModel):
    """A form of the portal that has been handed in, so that it counts only once.

    Double clicks, refreshed pages and impatient proxies send the same form again. The
    key in the form is drawn when the page is shown and claimed by the first who comes.
    """

    _name = "support.portal.submission"
    _description = "Portal Form Handed In"
    # Nobody refreshes a page after so long.
    _transient_max_hours = 7 * 24

    key = fields.Char(required=True, readonly=True)
    ticket_id = fields.Many2one(
        "support.ticket", readonly=True, index="btree_not_null", ondelete="cascade"
    )

    _key_uniq = models.UniqueIndex("(key)")

    @api.model
    def _claim(self, key):
        """Return the record of a form that is handed in for the first time.

        Two requests at the same moment: the later one waits for the earlier, then runs
        again and finds the form claimed.

        :param str key: as the page drew it
        :return: (record, True), or (the record of the earlier time, False)
        :raise UserError: there is no key of ours
        """
        if not isinstance(key, str) or not _KEY_FORMAT.match(key):
            raise UserError(
                self.env._("This page was open too long. Please send again.")
            )
        self.env.cr.execute(
            SQL(
                "INSERT INTO support_portal_submission (key, create_date) "
                "VALUES (%s, %s) ON CONFLICT (key) DO NOTHING RETURNING id",
                key,
                fields.Datetime.now(),
            ),
            # The one who waited is told by an error, and runs again: no news.
            log_exceptions=False,
        )
        created = self.env.cr.fetchone()
        if created:
            return self.browse(created[0]), True
        return self.search([("key", "=", key)], limit=1), False
