from . import common
from . import test_mail_automatic
from . import test_mail_books
from . import test_mail_budget
from . import test_mail_corpus
from . import test_mail_gate
from . import test_mail_intake
from . import test_mail_round_trip
