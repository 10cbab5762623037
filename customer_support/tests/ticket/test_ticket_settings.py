from odoo.tests import tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketSettings(SupportCommon):
    def _create_settings(self, **values):
        return self.env["res.config.settings"].create(values)

    def test_settings_show_the_limits_that_hold(self):
        settings = self._create_settings()
        for name in (
            "portal_max_files",
            "portal_max_file_mb",
            "portal_max_total_mb",
            "portal_tickets_per_hour",
            "portal_messages_per_hour",
        ):
            with self.subTest(name=name):
                limit = self.env["support.ticket"]._portal_get_limit(name)
                self.assertEqual(settings[f"support_{name}"], limit)

    def test_saved_limit_holds_for_customers(self):
        self._create_settings(support_portal_max_files=2).execute()
        limits = self.env["support.ticket"]._portal_get_file_limits()
        self.assertEqual(limits.max_files, 2)

    def test_server_that_the_admin_trusts_is_trusted(self):
        self._create_settings(support_trusted_authserv_id="mx.quince.example").execute()
        parameters = self.env["ir.config_parameter"].sudo()
        self.assertEqual(
            parameters.get_param("customer_support.trusted_authserv_id"),
            "mx.quince.example",
        )
