from . import test_answers_wait_contact
from . import test_answers_wait_estimate
from . import test_answers_wait_honesty
from . import test_answers_wait_mail
from . import test_answers_wait_portal
from . import test_answers_wait_speed
