import base64

from markupsafe import Markup

from odoo.tests import HttpCase, tagged

from ..common import SupportCommon

_PIXEL = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@tagged("post_install", "-at_install")
class TestToursPictures(SupportCommon, HttpCase):
    """Pictures that lie elsewhere tell their server who looks: only when asked for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Debian's package of the host lacks it; the browser would report an error.
        cls.env["ir.asset"].create(
            {
                "name": "Host without selfie_segmentation",
                "bundle": "web.assets_backend",
                "directive": "remove",
                "path": "mail/static/lib/selfie_segmentation/selfie_segmentation.js",
            }
        )
        cls.ticket = cls._create_ticket()
        cls._customer_writes(
            cls.ticket,
            Markup(
                '<p>Look at my lamp</p><img data-original-src="https://spy.test/1.gif">'
                '<img data-original-src="https://spy.test/2.gif">'
            ),
        )

    def setUp(self):
        super().setUp()
        self.fetched = []

    def fetch_proxy(self, url):
        """Note what the browser asks of other servers, and answer as they would."""
        if "spy.test" not in url:
            return super().fetch_proxy(url)
        self.fetched.append(url)
        return self.make_fetch_proxy_response(_PIXEL)

    def _run(self, tour):
        self.start_tour(
            f"/odoo/support.ticket/{self.ticket.id}",
            tour,
            login=self.agent.login,
            timeout=180,  # the first one builds the assets
        )

    def test_nothing_is_fetched_unasked(self):
        self._run("support_pictures_stay_away")
        self.assertFalse(self.fetched)

    def test_button_fetches_the_pictures_of_the_message(self):
        self._run("support_pictures_are_shown")
        self.assertEqual(
            sorted(self.fetched), ["https://spy.test/1.gif", "https://spy.test/2.gif"]
        )
