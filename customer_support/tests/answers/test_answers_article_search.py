from unittest.mock import patch

from odoo.tests import tagged

from .help_common import HelpCommon

_ALL = ("public", "customer", "agent")


@tagged("post_install", "-at_install")
class TestAnswersArticleSearch(HelpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parcel = cls._create_article(
            "Where is my parcel?",
            "The delivery takes three days. We send the tracking number.",
            italian=(
                "Dov'è il mio pacco?",
                "La spedizione richiede tre giorni. Perché è in ritardo?",
            ),
        )
        cls.refund = cls._create_article(
            "When do I get my refund?",
            "The money is back within fourteen days after the return has arrived.",
            italian=(
                "Quando ricevo il rimborso?",
                "Il denaro torna entro quattordici giorni dal reso.",
            ),
        )
        cls.lamp = cls._create_article(
            "The lamp flickers",
            "A dimmer of the wrong kind lets it flicker. Changing the lamp helps.",
            italian=("La lampada sfarfalla", "Un variatore non adatto la disturba."),
        )

    def _search(self, query, lang="en_US", audiences=("public",), company=None, **more):
        scope = ((company or self.company).ids, audiences)
        articles = self.env["support.article"]
        found = articles._search_for(query, scope, lang, **more)
        return found.filtered(lambda article: article in self._get_mine())

    def _get_mine(self):
        return self.env["support.article"].search([("id", ">=", self.parcel.id)])

    def test_words_are_found_whatever_their_form(self):
        self.assertEqual(self._search("refunds"), self.refund)
        self.assertEqual(self._search("deliveries"), self.parcel)
        self.assertEqual(self._search("lampade", lang="it_IT"), self.lamp)
        self.assertEqual(self._search("SPEDIZIONI", lang="it_IT"), self.parcel)

    def test_english_typing_errors_are_forgiven(self):
        for typed, article in (
            ("refnud", self.refund),
            ("rfund", self.refund),
            ("delivrey", self.parcel),
            ("trakcing numbr", self.parcel),
            ("lmap", self.lamp),
            ("fliker", self.lamp),
            ("parcell", self.parcel),
        ):
            with self.subTest(typed=typed):
                self.assertEqual(self._search(typed)[:1], article)

    def test_italian_typing_errors_are_forgiven(self):
        for typed, article in (
            ("rimborzo", self.refund),
            ("rimboso", self.refund),
            ("spedizzione", self.parcel),
            ("ritrado", self.parcel),
            ("lampadda", self.lamp),
            ("sfarfala", self.lamp),
            ("perche e in ritardo", self.parcel),
        ):
            with self.subTest(typed=typed):
                self.assertEqual(self._search(typed, lang="it_IT")[:1], article)

    def test_without_trigrams_typing_errors_are_forgiven_too(self):
        with patch.object(self.env.registry, "has_trigram", False):
            for typed in ("refnud", "rfund"):
                self.assertEqual(self._search(typed)[:1], self.refund)
            self.assertEqual(self._search("ritrado", lang="it_IT")[:1], self.parcel)

    def test_title_comes_before_the_text(self):
        other = self._create_article("Something else", "It tells of a refund, too.")
        self.assertEqual(self._search("refund"), self.refund | other)
        self.assertEqual(self._search("refund")[0], self.refund)

    def test_all_words_count_before_some_of_them(self):
        self.assertEqual(self._search("lamp flickers"), self.lamp)
        self.assertEqual(self._search("lamp xylophone")[:1], self.lamp)

    def test_long_text_gets_suggestions(self):
        text = (
            "Good morning, I ordered a lamp two weeks ago and since yesterday it does "
            "nothing but flicker, can you tell me what to do? Best regards"
        )
        self.assertEqual(self._search(text, is_text=True)[:1], self.lamp)

    def test_other_language_follows_where_the_own_has_nothing(self):
        only = self._create_article("Warranty of batteries", "Two years.")
        self.assertEqual(self._search("warranty", lang="it_IT"), only)

    def test_keywords_are_found(self):
        self._edit(self.parcel, keywords="courier whereabouts")
        self.parcel.with_user(self.manager).action_publish()
        self.assertEqual(self._search("whereabouts"), self.parcel)

    def test_higher_audience_is_neither_found_nor_corrected_by(self):
        for audience, allowed in (
            ("customer", ("public", "customer")),
            ("agent", _ALL),
        ):
            secret = self._create_article(f"Zeppelin {audience}", audience=audience)
            for typed in ("zeppelin", "zepelin"):
                self.assertFalse(self._search(typed) & secret)
                self.assertIn(secret, self._search(typed, audiences=allowed))

    def test_words_of_a_higher_audience_correct_nobody_below(self):
        self._create_article("Refnud handling", audience="agent")
        self.assertEqual(self._search("refnud"), self.refund)
        terms = self.env["support.article.word"]._get_terms(
            ["refnud"],
            "en_US",
            self.env["support.article"]._get_scope_condition(
                (self.company.ids, ["public"])
            ),
        )
        self.assertEqual(terms[0].words, ("refnud", "refund"))

    def test_other_company_is_neither_found_nor_corrected_by(self):
        foreign = self._create_article("Zeppelin", company_id=self.other_company.id)
        for typed in ("zeppelin", "zepelin"):
            self.assertFalse(self._search(typed))
            found = self._search(typed, company=self.other_company)
            self.assertEqual(found, foreign)

    def test_draft_and_archived_are_not_found(self):
        self._create_article("Zeppelin", publish=False)
        self.assertFalse(self._search("zeppelin"))
        self.lamp.with_user(self.manager).action_archive_article()
        self.assertFalse(self._search("lamp"))

    def test_former_words_are_not_found(self):
        self._edit(
            self.lamp, name="The light trembles", body="<p>It is the dimmer.</p>"
        )
        self.lamp.with_user(self.manager).action_publish()
        self.assertFalse(self._search("lamp"))
        self.assertEqual(self._search("trembles"), self.lamp)

    def test_article_opened_to_customers_is_corrected_for_them(self):
        secret = self._create_article("Zeppelin", audience="agent")
        secret.with_user(self.manager).audience = "public"
        self.assertEqual(self._search("zepelin"), secret)

    def test_nothing_typed_breaks_the_search(self):
        for typed in ("", "'", "a & b | !c:*", "\\", "%_", "the of", "\0", "à" * 500):
            self._search(typed)

    def test_daily_count_forgets_words_that_are_gone(self):
        words = self.env["support.article.word"]
        self._create_article("Zeppelin one")
        gone = self._create_article("Zeppelin two", "Hydrogen inside")
        words._gc_recount()
        mine = [("company_id", "=", self.company.id)]
        zeppelin = words.search([("word", "=", "zeppelin"), *mine])
        self.assertEqual(zeppelin.entries, 2)
        gone.with_user(self.manager).action_archive_article()
        words._gc_recount()
        words.invalidate_model()
        self.assertEqual(zeppelin.entries, 1)
        self.assertFalse(words.search([("word", "=", "hydrogen"), *mine]))
