from . import test_answers_article_life
from . import test_answers_article_review
from . import test_answers_article_search
from . import test_answers_help_pages
