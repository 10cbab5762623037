from odoo import api, fields, models, tools
from odoo.tools import SQL

from ...logic import article_search

_WORDS_PER_TEXT = 5000

_INSERT = """
    INSERT INTO support_article_word
           (word, entries, lang, audience, company_id, traces)
    VALUES %s
        ON CONFLICT (word, lang, audience, COALESCE(company_id, 0))
"""
_ADD = f"{_INSERT} DO NOTHING"
_COUNT = f"{_INSERT} DO UPDATE SET entries = EXCLUDED.entries"


class SupportArticleWord(models.Model):
    """The vocabulary of the published articles, against which words are corrected.

    Kept by company and audience: whoever searches is corrected by words only that he
    may read himself. A publishing adds words at once; how often they occur, and which
    have gone, is counted once a day.
    """

    _name = "support.article.word"
    _description = "Word of the Help Articles"
    _order = "lang, word, id"

    word = fields.Char(required=True, readonly=True)
    lang = fields.Char(required=True, readonly=True)
    audience = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")
    entries = fields.Integer("Texts", readonly=True)

    _word_uniq = models.UniqueIndex("(word, lang, audience, COALESCE(company_id, 0))")

    @api.private
    def init(self):
        """Add what mistyped words are found by; the ORM has no such column."""
        self.env.cr.execute(
            "ALTER TABLE support_article_word ADD COLUMN IF NOT EXISTS traces int[]"
        )
        # Without a list of pending entries, which every search would read through.
        self.env.cr.execute(
            "CREATE INDEX IF NOT EXISTS support_article_word_traces_idx "
            "ON support_article_word USING gin (traces) WITH (fastupdate = off)"
        )

    # -- Learning -------------------------------------------------------------------
    @api.model
    def _learn(self, texts):
        """Add the words of published texts."""
        for text in texts:
            words = article_search.get_words(
                " ".join(text._get_searched_parts()), _WORDS_PER_TEXT
            )
            place = (text.lang, text.audience, text.company_id.id or None)
            self._store(dict.fromkeys(words, 1), place)

    @api.model
    def _store(self, entries, place, counts_again=False):
        """Write words.

        :param dict entries: {word: in how many texts}
        :param place: (language, audience, id of the company or None)
        :param bool counts_again: also change the numbers of those that are there
        """
        if not entries:
            return
        rows = [
            # In one order always: two who publish do not wait for each other.
            (word, entries[word], *place, article_search.get_traces(word))
            for word in sorted(entries)
        ]
        self.env.cr.execute_values(_COUNT if counts_again else _ADD, rows)

    @api.autovacuum
    def _gc_recount(self):
        """Count in how many texts the words are; forget those that no text has."""
        texts = self.env["support.article.text"].sudo()
        groups = texts._read_group(
            [("kind", "=", "published")], ["lang", "audience", "company_id"], ["id:max"]
        )
        self.env.cr.execute("UPDATE support_article_word SET entries = 0")
        for lang, audience, company, _last_id in groups:
            self._recount(lang, audience, company.id or None)
        self.env.cr.execute("DELETE FROM support_article_word WHERE entries = 0")

    @api.model
    def _recount(self, lang, audience, company_id):
        """Count the words of one language, audience and company."""
        texts = self.env["support.article.text"].sudo()
        found = texts.search(
            [
                ("kind", "=", "published"),
                ("lang", "=", lang),
                ("audience", "=", audience),
                ("company_id", "=", company_id),
            ]
        )
        counts = {}
        for ids in tools.split_every(1000, found.ids):
            batch = texts.browse(ids)
            for text in batch:
                for word in article_search.get_words(
                    " ".join(text._get_searched_parts()), _WORDS_PER_TEXT
                ):
                    counts[word] = counts.get(word, 0) + 1
            batch.invalidate_recordset()
        place = (lang, audience, company_id)
        self._store(counts, place, counts_again=True)

    # -- Correcting -----------------------------------------------------------------
    @api.model
    def _get_terms(self, words, lang, scope):
        """Return what each word may mean.

        :param words: list of normalized words
        :param scope: condition on the columns audience and company_id, as ``SQL``
        :return: list of ``logic.article_search.Term``, in the order of the words
        """
        known = self._get_entries(words, lang, scope)
        terms = []
        unknown = [word for word in words if word not in known]
        near = self._find_candidates(unknown, lang, scope)
        for word in words:
            meant = article_search.choose_near(word, near.get(word, ()))
            entries = known.get(word, 0) + sum(found.entries for found in meant)
            alternatives = (word, *(found.word for found in meant))
            terms.append(article_search.Term(alternatives, entries))
        return terms

    @api.model
    def _get_entries(self, words, lang, scope):
        self.env.cr.execute(
            SQL(
                "SELECT word, sum(entries) FROM support_article_word "
                "WHERE word = ANY(%s) AND lang = %s AND %s GROUP BY word",
                list(words),
                lang,
                scope,
            )
        )
        return dict(self.env.cr.fetchall())

    @api.model
    def _find_candidates(self, words, lang, scope):
        """Return {word: known words that look like it, and some by chance}."""
        words = [word for word in words if len(word) >= article_search.MIN_MISTYPED]
        if not words:
            return {}
        candidates = {}
        for word in words:
            self.env.cr.execute(
                SQL(
                    "SELECT word, sum(entries) FROM support_article_word "
                    "WHERE traces && %s AND lang = %s AND %s GROUP BY word",
                    article_search.get_traces(word),
                    lang,
                    scope,
                )
            )
            candidates[word] = [
                article_search.Known(*row) for row in self.env.cr.fetchall()
            ]
        return candidates
