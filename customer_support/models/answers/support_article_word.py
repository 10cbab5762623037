from odoo import api, fields, models, tools
from odoo.tools import SQL

from ...logic import article_search

# So many candidates per mistyped word are looked at closely, and how alike they have to
# be: two swapped letters leave a word of six little of its trigrams.
_CANDIDATES = 40
_SIMILARITY = "0.2"
_WORDS_PER_TEXT = 5000


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
    # Words that begin alike and are about as long: short ones, which trigrams miss.
    _initial_idx = models.Index('(lang, "left"(word, 1), length(word))')
    _trigram_idx = models.Index(
        lambda registry: "USING gin (word gin_trgm_ops)" if registry.has_trigram else ""
    )

    # -- Learning -------------------------------------------------------------------
    @api.model
    def _learn(self, texts):
        """Add the words of published texts."""
        for text in texts:
            words = article_search.get_words(
                " ".join(text._get_searched_parts()), _WORDS_PER_TEXT
            )
            self.env.cr.execute(
                SQL(
                    """
                    INSERT INTO support_article_word
                           (word, lang, audience, company_id, entries)
                    SELECT unnest(%s::text[]), %s, %s, %s, 1
                        ON CONFLICT DO NOTHING
                    """,
                    # In one order always: two who publish do not wait for each other.
                    sorted(words),
                    text.lang,
                    text.audience,
                    text.company_id.id or None,
                )
            )

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
        self._store_counts(lang, audience, company_id, counts)

    @api.model
    def _store_counts(self, lang, audience, company_id, counts):
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO support_article_word
                       (word, entries, lang, audience, company_id)
                SELECT w.word, w.entries, %s, %s, %s
                  FROM unnest(%s::text[], %s::int[]) AS w(word, entries)
                    ON CONFLICT (word, lang, audience, COALESCE(company_id, 0))
                    DO UPDATE SET entries = EXCLUDED.entries
                """,
                lang,
                audience,
                company_id,
                list(counts),
                list(counts.values()),
            )
        )

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
        """Return {word: known words that look like it}."""
        words = [word for word in words if len(word) >= article_search.MIN_MISTYPED]
        if not words:
            return {}
        candidates = {}
        if self.env.registry.has_trigram:
            self.env.cr.execute(
                "SELECT set_config('pg_trgm.similarity_threshold', %s, true)",
                [_SIMILARITY],
            )
        self.env.cr.execute(
            SQL(
                """
                SELECT asked.word, near.word, near.entries
                  FROM unnest(%s::text[]) AS asked(word)
                 CROSS JOIN LATERAL (%s) AS near
                """,
                words,
                self._get_candidates_query(lang, scope),
            )
        )
        for word, near, entries in self.env.cr.fetchall():
            found = candidates.setdefault(word, [])
            found.append(article_search.Known(near, entries))
        return candidates

    @api.model
    def _get_candidates_query(self, lang, scope):
        """Return the query of the known words that look like ``asked.word``."""
        initial = SQL(
            """
            (SELECT word, sum(entries) AS entries FROM support_article_word
              WHERE lang = %s AND %s AND "left"(word, 1) = "left"(asked.word, 1)
                AND length(word) BETWEEN length(asked.word) - 2
                                     AND length(asked.word) + 2
                AND (length(asked.word) < 6 OR %s)
              GROUP BY word)
            """,
            lang,
            scope,
            not self.env.registry.has_trigram,
        )
        if not self.env.registry.has_trigram:
            return initial
        trigram = SQL(
            """
            (SELECT word, sum(entries) AS entries FROM support_article_word
              WHERE lang = %s AND %s AND word %% asked.word
              GROUP BY word ORDER BY similarity(word, asked.word) DESC, word
              LIMIT %s)
            """,
            lang,
            scope,
            _CANDIDATES,
        )
        return SQL("%s UNION %s", initial, trigram)
