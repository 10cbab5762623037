from odoo.tests import BaseCase

from ...logic.kpi_letters import Font, get_markup, split_runs

FONTS = (
    Font("Latin", lambda char: " " <= char <= "~"),
    Font("Greek", lambda char: "Α" <= char <= "ω"),
)


class TestLogicKpiLetters(BaseCase):
    def test_each_letter_gets_the_first_font_that_has_it(self):
        self.assertEqual(
            split_runs("Ann Ωμ B", FONTS),
            [("Latin", "Ann "), ("Greek", "Ωμ"), ("Latin", " B")],
        )

    def test_letter_without_font_is_decomposed_spelled_or_named(self):
        for text, expected in (
            ("ﬁ", "fi"),
            ("한", "han"),
            ("か", "ka"),
            ("日", "[65E5]"),
            ("😀", "[grinning face]"),
            ("\ue000", "[E000]"),
        ):
            with self.subTest(text=text):
                self.assertEqual(split_runs(text, FONTS), [("Latin", expected)])

    def test_invisible_characters_leave_no_box(self):
        text = "a\u200d\ufe0f\x00b\n\tc\ud800"
        self.assertEqual(split_runs(text, FONTS), [("Latin", "ab c")])
        self.assertEqual(split_runs("", FONTS), [])

    def test_hostile_names_are_no_markup(self):
        markup = get_markup('<img src="file:///etc/passwd"/> & <b>Ω', FONTS)
        self.assertEqual(
            markup,
            '&lt;img src="file:///etc/passwd"/&gt; &amp; &lt;b&gt;'
            '<font name="Greek">Ω</font>',
        )
