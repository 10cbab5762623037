from odoo.tests import BaseCase

from ...logic.reply_variables import (
    VARIABLES,
    TemplateError,
    Value,
    find_variables,
    is_private,
    render_html,
    render_line,
)


class TestLogicReplyVariables(BaseCase):
    def _get_refusal(self, text):
        with self.assertRaises(TemplateError) as caught:
            find_variables(text)
        return caught.exception.reason

    def test_placeholders_are_found_however_they_are_spaced(self):
        text = "{{order.number}} {{  order.date }}{{&nbsp;order.number&nbsp;}}"
        self.assertEqual(find_variables(text), ("order.number", "order.date"))

    def test_everything_else_is_refused(self):
        cases = {
            "{{ order.secret }}": "unknown",
            "{{ env.user }}": "unknown",
            "{{ order }}": "broken",
            "{{ 7*7 }}": "broken",
            "{{ order.number.x }}": "broken",
            "{{ order.__class__ }}": "unknown",
            "{{ object.partner_id.name or 1 }}": "broken",
            "{{ order.number": "broken",
            "order.number }}": "broken",
            "{{{ order.number }}}": "broken",
            "{{ <b>order</b>.number }}": "broken",
            "{{ }}": "broken",
            '<a href="{{ delivery.tracking_link }}">here</a>': "in_tag",
        }
        for text, reason in cases.items():
            with self.subTest(text=text):
                self.assertEqual(self._get_refusal(text), reason)

    def test_other_template_languages_are_plain_text(self):
        text = "${object.name} {% for a in b %} <t t-out='7*7'></t> #{1}"
        self.assertEqual(find_variables(text), ())
        self.assertEqual(render_line(text, {}), text)

    def test_value_is_escaped_and_not_filled_in_again(self):
        hostile = '<script>alert("x")</script>\r\n{{ order.number }} & <t t-out="1"/>'
        values = {"customer.name": Value(hostile), "order.number": Value("S1")}
        rendered = render_html("<p>Dear {{ customer.name }}</p>", values)
        self.assertEqual(
            rendered,
            "<p>Dear &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; "
            "{{ order.number }} &amp; &lt;t t-out=&quot;1&quot;/&gt;</p>",
        )

    def test_line_cannot_become_two_headers(self):
        values = {"customer.name": Value("Ada\r\nBcc: x@evil.example\u2028\x00y")}
        line = render_line("Hello {{ customer.name }}", values)
        self.assertEqual(line, "Hello Ada Bcc: x@evil.example y")

    def test_line_has_a_length(self):
        values = {"customer.name": Value("A" * 5000)}
        self.assertLessEqual(len(render_line("{{ customer.name }}", values)), 200)

    def test_link_leads_to_web_pages_only(self):
        good = Value(links=(("1Z", 'https://t.example/?a="1Z"'),))
        bad = Value(links=(("1Z", "javascript:alert(1)"),))
        text = "{{ delivery.tracking_link }}"
        self.assertEqual(
            render_html(text, {"delivery.tracking_link": good}),
            '<a href="https://t.example/?a=&quot;1Z&quot;">1Z</a>',
        )
        self.assertEqual(render_html(text, {"delivery.tracking_link": bad}), "1Z")

    def test_value_with_a_problem_stays_visible(self):
        values = {"order.date": Value("2 March", problem="not confirmed")}
        self.assertEqual(render_html("{{ order.date }}", values), "[order.date]")

    def test_table_is_documented(self):
        for name, variable in VARIABLES.items():
            with self.subTest(name=name):
                self.assertTrue(variable.description and variable.source)
                self.assertEqual(find_variables("{{" + name + "}}"), (name,))

    def test_what_says_nothing_of_the_customer_is_public(self):
        self.assertFalse(is_private(["ticket.number", "team.name"]))
        self.assertTrue(is_private(["ticket.number", "order.number"]))
