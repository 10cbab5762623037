from datetime import date

from odoo.tests import tagged

from .help_common import HelpCommon


@tagged("post_install", "-at_install")
class TestAnswersHelpDeflection(HelpCommon):
    """Counted by hand: who read, and who wrote nevertheless."""

    def setUp(self):
        super().setUp()
        self._freeze("2026-03-02 10:00:00")
        self.env["support.article.view"].search([]).unlink()
        self.lamp = self._create_article("The lamp flickers")
        self.parcel = self._create_article("Where is my parcel?")
        self.nobody = self.env["res.partner"]

    def _read(self, article, key, partner=None, source="link"):
        views = self.env["support.article.view"].with_company(self.company)
        views._log(article, (key, partner or self.nobody), source)

    def _write(self, **values):
        ticket = self._create_ticket(**values)
        # The clock of the database stands at the beginning of the test.
        self.env.cr.execute(
            "UPDATE support_ticket SET create_date = %s WHERE id = %s",
            [self._wait(seconds=0), ticket.id],
        )

    def _sum_up(self):
        self._wait(days=3)
        self.env.flush_all()
        self.env["support.article.day"]._sum_up_days()
        days = self.env["support.article.day"].with_user(self.manager).search([])
        return {
            day.article_id: (day.readers, day.suggested, day.wrote, day.deflected)
            for day in days
            if day.day == date(2026, 3, 2)
        }

    def test_readers_and_those_who_wrote_are_counted_once(self):
        everything = self.env["support.article"]
        self._read(self.lamp, "v1")
        self._read(self.lamp, "v1")
        self._read(self.parcel, "v1")
        self._read(self.lamp, "p2", self.customer)
        self._read(self.lamp, "v3", source="shown")
        self._wait(hours=5)
        self._write(partner_id=self.customer.id)
        self.assertEqual(
            self._sum_up(),
            {
                # v1, Ada and v3 were reached; Ada wrote.
                everything: (2, 1, 1, 2),
                self.lamp: (2, 1, 1, 2),
                self.parcel: (1, 0, 0, 1),
            },
        )

    def test_ticket_after_the_hours_does_not_count(self):
        self._read(self.lamp, "p2", self.customer)
        self._wait(hours=25)
        self._write(partner_id=self.customer.id)
        self.assertEqual(self._sum_up()[self.lamp], (1, 0, 0, 1))

    def test_hours_are_a_setting(self):
        self.env["ir.config_parameter"].set_param(
            "customer_support.deflection_hours", "48"
        )
        self._read(self.lamp, "p2", self.customer)
        self._wait(hours=25)
        self._write(partner_id=self.customer.id)
        self.assertEqual(self._sum_up()[self.lamp], (1, 0, 1, 0))

    def test_ticket_before_the_reading_does_not_count(self):
        self._write(partner_id=self.customer.id)
        self._wait(hours=1)
        self._read(self.lamp, "p2", self.customer)
        self.assertEqual(self._sum_up()[self.lamp], (1, 0, 0, 1))

    def test_colleague_of_the_reader_wrote(self):
        self._read(self.lamp, "p3", self.firm_contact)
        self._wait(hours=1)
        self._write(partner_id=self.firm.id)
        self.assertEqual(self._sum_up()[self.lamp], (1, 0, 1, 0))

    def test_browser_of_the_reader_wrote(self):
        self._read(self.lamp, "v9")
        self._wait(hours=1)
        self._write(help_visitor_key="v9")
        self.assertEqual(self._sum_up()[self.lamp], (1, 0, 1, 0))

    def test_day_that_was_summed_up_stays(self):
        self._read(self.lamp, "v1")
        before = self._sum_up()
        self.env["support.article.day"]._sum_up_days()
        self.assertEqual(self._sum_up(), before)

    def test_day_of_today_is_not_summed_up_yet(self):
        self._read(self.lamp, "v1")
        self.env["support.article.day"]._sum_up_days()
        self.assertFalse(self.env["support.article.day"].search([]))

    def test_who_read_what_is_forgotten_and_the_sums_stay(self):
        self._read(self.lamp, "v1")
        self._wait(days=91)
        # Nothing was summed up meanwhile: the day is older than what is looked at.
        self.env["support.article.view"]._gc_old_views()
        self.assertFalse(self.lamp._fields and self._find_views())
        self._read(self.lamp, "v1")
        self._wait(days=30)
        self.env["support.article.view"]._gc_old_views()
        self.assertTrue(self._find_views())
        self.assertTrue(self.env["support.article.day"].search([]))

    def _find_views(self):
        return self.env["support.article.view"].search(
            [("article_id", "=", self.lamp.id)]
        )
