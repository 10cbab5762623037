from odoo.tests import BaseCase, tagged

from ...logic.portal_html import prepare_for_display


@tagged("post_install", "-at_install")
class TestLogicPortalHtml(BaseCase):
    def _check(self, body, shown):
        self.assertEqual(prepare_for_display(body), f"<div>{shown}</div>")

    def test_words_and_structure_stay(self):
        body = "<p>Hello <b>you</b></p><ul><li>1 &lt; 2</li></ul>"
        self._check(body, body)

    def test_nothing_is_nothing(self):
        for body in ("", "  ", None):
            self.assertEqual(prepare_for_display(body), "")

    def test_picture_from_elsewhere_leaves_its_words(self):
        self._check(
            '<p>a<img src="https://evil.example/p.png" alt="logo">b</p>',
            "<p>alogob</p>",
        )
        self._check('<img src="//evil.example/p.png">', "")

    def test_own_and_embedded_pictures_stay(self):
        for source in ("/web/image/7?access_token=x", "data:image/png;base64,AA=="):
            self._check(f'<img src="{source}">', f'<img src="{source}">')

    def test_look_of_the_page_cannot_be_borrowed(self):
        self._check('<p class="modal show" id="answer">x</p>', "<p>x</p>")

    def test_style_that_fetches_goes_and_others_stay(self):
        self._check(
            '<p style="background-image: url (//evil.example)">x</p>', "<p>x</p>"
        )
        self._check('<p style="color:red">x</p>', '<p style="color:red">x</p>')

    def test_link_opens_outside_and_tells_nothing(self):
        self._check(
            '<a href="https://good.example">x</a>',
            '<a href="https://good.example" target="_blank" '
            'rel="noopener noreferrer nofollow">x</a>',
        )
        for address in (
            "javascript:alert(1)",
            " java\tscript:x",
            "/my/tickets",
            "data:x",
        ):
            self._check(f'<a href="{address}">x</a>', "<a>x</a>")

    def test_what_plays_or_embeds_goes(self):
        self._check('<video src="https://evil.example/v"></video><p>x</p>', "<p>x</p>")
