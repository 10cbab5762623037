from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .oncall_common import OncallCommon

NOW = datetime(2026, 3, 8, 20)  # a Sunday; Bea takes over on Monday at 9:00


@tagged("post_install", "-at_install")
class TestOncallNote(OncallCommon):
    def setUp(self):
        super().setUp()
        self._freeze(NOW)
        self.schedule = self._make_schedule()
        self._add_layer(self.ada, self.bea, handoff_date=datetime(2026, 3, 2))

    def _write_note(self, **vals):
        return (
            self.env["support.oncall.note"]
            .with_user(self.ada)
            .create(
                {
                    "schedule_id": self.schedule.id,
                    "text": "The boiler of Hansen Boats is watched",
                    "learned": "Where the spare key is",
                    **vals,
                }
            )
        )

    def _count_told(self, note):
        self._run_cron("ir_cron_tell_oncall_notes")
        return self.env["mail.message"].search_count(
            [
                ("model", "=", "support.oncall.note"),
                ("res_id", "=", note.id),
                ("partner_ids", "in", self.bea.partner_id.ids),
                ("body", "ilike", "boiler"),
            ]
        )

    def test_the_next_one_gets_the_note_once_when_his_shift_begins(self):
        note = self._write_note()
        self.assertEqual(note.next_user_id, self.bea)
        counts = [self._count_told(note)]
        self._wait(hours=12)
        counts += [self._count_told(note), self._count_told(note)]
        self.assertEqual(counts, [0, 1, 1])

    def test_a_note_is_written_in_ones_own_name(self):
        with self.assertRaises(AccessError):
            self._write_note(user_id=self.bea.id)

    def test_all_read_and_the_author_changes(self):
        note = self._write_note()
        self.assertEqual(note.with_user(self.bea).learned, "Where the spare key is")
        with self.assertRaises(AccessError):
            note.with_user(self.bea).text = "Nothing"
        note.text = "The boiler is fixed"
        with self.assertRaises(AccessError):
            note.next_user_id = self.cleo
