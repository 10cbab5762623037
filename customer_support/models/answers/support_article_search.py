from odoo import api, models
from odoo.tools import SQL

from ...logic import article_search

# Words of a search, and of a text for which articles are suggested.
_MAX_WORDS = 12
_MAX_TEXT_WORDS = 60
# So many texts at most are ranked. Words that more texts have tell nothing.
_RANKED = 600
_COMMON = 600


class SupportArticleSearch(models.AbstractModel):
    """Finds articles by words, also by mistyped ones, within PostgreSQL.

    Every query names the company and the audiences of who asks: nothing of another one
    is read, counted or used to correct what he typed.
    """

    _name = "support.article.search"
    _description = "Search in Help Articles"

    @api.model
    def _search_for(self, query, scope, lang, limit=20, is_text=False):
        """Return the articles that answer a question best, the best first.

        :param str query: what was typed
        :param scope: who asks, as ``(company_id, audiences)``
        :param str lang: the reader's language; others follow where it has nothing
        :param bool is_text: a longer text: few of its words have to be in an article
        :return: ``support.article`` as superuser, in the given scope only
        """
        words = article_search.get_words(
            query, _MAX_TEXT_WORDS if is_text else _MAX_WORDS
        )
        articles_sudo = self.env["support.article"].sudo()
        found_ids = []
        for code in articles_sudo._get_language_chain(
            lang, articles_sudo._get_published_languages()
        ):
            if not words or len(found_ids) >= limit:
                break
            ids = self._search_language(words, scope, code, limit, is_text)
            found_ids += [found for found in ids if found not in found_ids]
        return articles_sudo.browse(found_ids[:limit])

    @api.model
    def _search_language(self, words, scope, lang, limit, is_text):
        """Return the ids of articles whose text in that language answers.

        All words first; if no text has them all, those that have some of the rare ones.
        """
        condition = self._get_scope_condition(scope)
        terms = self.env["support.article.word"]._get_terms(words, lang, condition)
        configuration = article_search.get_configuration(lang)
        every = [self._get_term_query(term, configuration) for term in terms]
        anyone = SQL(" || ").join(every)
        if not is_text:
            all_of_them = SQL(" && ").join(every)
            found = self._rank(all_of_them, anyone, condition, lang, limit)
            if found:
                return found
        rare = article_search.get_rarest(terms, _COMMON)
        if not rare:
            return []
        rare_query = SQL(" || ").join(
            self._get_term_query(term, configuration) for term in rare
        )
        return self._rank(rare_query, anyone, condition, lang, limit)

    @api.model
    def _get_scope_condition(self, scope):
        company_id, audiences = scope
        return SQL(
            "audience = ANY(%s) AND (company_id IS NULL OR company_id = ANY(%s))",
            list(audiences),
            list(company_id),
        )

    @api.model
    def _get_term_query(self, term, configuration):
        # The words are letters and digits only: nothing of them is syntax.
        return SQL(
            "to_tsquery(%s::regconfig, %s)", configuration, " | ".join(term.words)
        )

    @api.model
    def _rank(self, wanted, ranking, condition, lang, limit):
        """Return ids of articles: titles before texts, then by how well they fit.

        A bounded number of texts is ranked, those with the words in the title first:
        words that thousands of texts have would cost without telling anything.
        """
        self.env.cr.execute(
            SQL(
                """
                WITH wanted AS (SELECT (%(wanted)s) AS query, (%(ranking)s) AS ranking),
                candidates AS (
                    (SELECT t.id FROM support_article_text t, wanted
                      WHERE t.kind = 'published' AND t.lang = %(lang)s
                        AND %(scope)s AND t.title_vector @@ wanted.query
                      LIMIT %(ranked)s)
                    UNION
                    (SELECT t.id FROM support_article_text t, wanted
                      WHERE t.kind = 'published' AND t.lang = %(lang)s
                        AND %(scope)s AND t.search_vector @@ wanted.query
                      LIMIT %(ranked)s)
                )
                SELECT t.article_id
                  FROM candidates JOIN support_article_text t USING (id), wanted
                 ORDER BY ts_rank(t.search_vector, wanted.ranking, 1) DESC, t.article_id
                 LIMIT %(limit)s
                """,
                wanted=wanted,
                ranking=ranking,
                scope=condition,
                lang=lang,
                ranked=_RANKED,
                limit=limit,
            )
        )
        return [article_id for (article_id,) in self.env.cr.fetchall()]
