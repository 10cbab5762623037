from . import test_answers_article_life
from . import test_answers_article_review
from . import test_answers_article_search
from . import test_answers_help_agent
from . import test_answers_help_deflection
from . import test_answers_help_form
from . import test_answers_help_pages
from . import test_answers_problem_answer
