from . import test_answers_automatic
from . import test_answers_composer
from . import test_answers_gate
from . import test_answers_outcome
from . import test_answers_shipped
from . import test_answers_suggestions
from . import test_answers_template
from . import test_answers_values
