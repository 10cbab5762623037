from odoo.tests import tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketNumbers(SupportCommon):
    """The sequence is kept in memory, and followed when it is changed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sequence = cls.env["ir.sequence"].search(
            [("code", "=", "support.ticket"), ("company_id", "=", cls.company.id)]
        )
        cls._create_ticket()  # the sequence is in memory now

    def _get_number(self):
        return self._create_ticket(user=self.agent).number

    def test_new_prefix_counts_at_once(self):
        self.sequence.prefix = "HELP-"
        self.assertRegex(self._get_number(), r"^HELP-\d+$")

    def test_new_suffix_and_size_count_at_once(self):
        self.sequence.write({"prefix": "T", "suffix": "/Q", "padding": 9})
        self.assertRegex(self._get_number(), r"^T\d{9}/Q$")

    def test_year_in_the_prefix_is_written_out(self):
        self._freeze()
        self.sequence.prefix = "T%(year)s-"
        self.assertRegex(self._get_number(), r"^T2026-\d+$")

    def test_other_sequence_counts_at_once(self):
        self.sequence.code = "support.ticket.old"
        self.sequence.copy({"code": "support.ticket", "prefix": "N-", "suffix": False})
        self.assertRegex(self._get_number(), r"^N-\d+$")
