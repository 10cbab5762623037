"""Search among many articles and reply templates: milliseconds in PostgreSQL."""

import json
import random
import time
from collections import Counter
from itertools import accumulate
from statistics import median
from unittest.mock import patch

from psycopg2.extras import Json, execute_values

from odoo.sql_db import Cursor

from .databases import open_databases

ARTICLES = 50_000
LANGUAGES = ("en_US", "it_IT")
VOCABULARY = 20_000
WORDS = 120
BATCH = 5000
_SYLLABLES = [a + b for a in "bcdfglmnprstv" for b in ("a", "e", "i", "o", "u", "an")]


def main(_env, parameters):
    """Fill the database, measure, and return the result as JSON."""
    parameters = json.loads(parameters)
    with open_databases(parameters["databases"]) as envs:
        [env] = envs.values()
        library = Library(env)
        library.fill()
        results = {
            label: library.measure(parameters["rounds"], **search)
            for label, search in library.get_searches().items()
        }
    return json.dumps({"articles": ARTICLES, "milliseconds": results})


class Library:
    """Articles in two languages, whose words are as unequal as those of a language."""

    def __init__(self, env):
        self.env = env
        self.random = random.Random(7)
        self.words = self._invent_words()
        # Zipf: the second word is half as frequent as the first, and so on.
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))

    def _invent_words(self):
        words = {}
        while len(words) < VOCABULARY:
            count = self.random.choice((2, 3, 3, 4))
            words["".join(self.random.choices(_SYLLABLES, k=count))] = True
        return list(words)

    def fill(self):
        """Write articles, texts, vectors and vocabulary past the ORM."""
        category = self.env["support.article.category"].search([], limit=1)
        cr = self.env.cr
        for lang, configuration in zip(LANGUAGES, ("english", "italian"), strict=True):
            counts = Counter()
            for _batch in range(ARTICLES // len(LANGUAGES) // BATCH):
                texts = [self._invent_text() for _number in range(BATCH)]
                for title, body in texts:
                    counts.update({*title.split(), *body.split()})
                self._insert(cr, category.id, lang, configuration, texts)
            place = (lang, "public", None)
            self.env["support.article.word"]._store(counts, place)
        self._insert_templates(cr)
        cr.commit()
        for table in ("article", "article_text", "article_word", "reply_template"):
            cr.execute(f"ANALYZE support_{table}")
        self.env.registry.clear_cache()

    def _invent_text(self):
        draw = self.random.choices(
            self.words, cum_weights=self.weights, k=WORDS + self.random.randint(3, 7)
        )
        return " ".join(draw[WORDS:]), " ".join(draw[:WORDS])

    def _insert(self, cr, category_id, lang, configuration, texts):
        cr.execute(
            "INSERT INTO support_article (category_id, audience, state, name) "
            "SELECT %s, 'public', 'published', 'Bench' FROM generate_series(1, %s) "
            "RETURNING id",
            [category_id, len(texts)],
        )
        ids = [article_id for (article_id,) in cr.fetchall()]
        rows = [(i, *text) for i, text in zip(ids, texts, strict=True)]
        execute_values(
            cr._obj,
            f"""
            INSERT INTO support_article_text (article_id, name, body, lang, audience,
                        kind, version, title_vector, search_vector)
            SELECT id, title, body, '{lang}', 'public', 'published', 1,
                   to_tsvector('{configuration}', title),
                   setweight(to_tsvector('{configuration}', title), 'A')
                   || setweight(to_tsvector('{configuration}', body), 'D')
              FROM (VALUES %s) AS t(id, title, body)
            """,
            rows,
            page_size=1000,
        )

    def _insert_templates(self, cr):
        texts = (self._invent_text() for _number in range(ARTICLES))
        execute_values(
            cr._obj,
            "INSERT INTO support_reply_template "
            "(name, search_text, mode, purpose, active, sequence) VALUES %s",
            [(Json({"en_US": name}), text) for name, text in texts],
            template="(%s, %s, 'suggested', 'answer', true, 10)",
            page_size=1000,
        )

    def get_searches(self):
        """Return {label: what is searched}."""
        common, middle, rare = self.words[0], self.words[300], self.words[5000]
        text = " ".join(self.random.choices(self.words, cum_weights=self.weights, k=50))
        return {
            "one rare word": {"query": rare},
            "the most frequent word": {"query": common},
            "three words": {"query": f"{middle} {self.words[40]} {self.words[90]}"},
            "mistyped, English": {"query": _mistype(middle)},
            "mistyped, Italian": {"query": _mistype(rare), "lang": "it_IT"},
            "three mistyped": {
                "query": " ".join(_mistype(self.words[n]) for n in (50, 500, 2000))
            },
            "no such words": {"query": "qwxyzk jjkkww zzyyxx"},
            "text of fifty words": {"query": text, "is_text": True},
            "templates: one rare word": {"template": rare},
            "templates: the most frequent word": {"template": common},
            "templates: three words": {"template": f"{middle} {self.words[40]} {rare}"},
            "templates: no such word": {"template": "qwxyzk"},
        }

    def measure(self, rounds, **search):
        """Return [median, worst] milliseconds that the search spends in SQL."""
        samples = []
        for _round in range(rounds + 1):
            self.env.invalidate_all()
            with SqlClock() as clock:
                self._search(**search)
            samples.append(clock.seconds * 1000)
        return [median(samples[1:]), max(samples[1:])]

    def _search(self, query="", template="", lang="en_US", is_text=False):
        if template:
            return self.env["support.reply.template"].name_search(template, limit=8)
        scope = (self.env.company.ids, ("public",))
        articles = self.env["support.article"]
        return articles._search_for(query, scope, lang, is_text=is_text)


class SqlClock:
    """Adds up the time that is spent in statements."""

    def __enter__(self):
        self.seconds = 0.0
        own_execute = Cursor.execute

        def execute(cursor, *args, **kwargs):
            started = time.perf_counter()
            try:
                return own_execute(cursor, *args, **kwargs)
            finally:
                self.seconds += time.perf_counter() - started

        self.patch = patch.object(Cursor, "execute", execute)
        self.patch.start()
        return self

    def __exit__(self, *_error):
        self.patch.stop()


def _mistype(word):
    """Swap two letters in the middle."""
    place = len(word) // 2
    return f"{word[: place - 1]}{word[place]}{word[place - 1]}{word[place + 1 :]}"
