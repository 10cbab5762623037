from . import common
from .test_mail_automatic import *
from .test_mail_corpus import *
from .test_mail_books import *
from .test_mail_gate import *
from .test_mail_intake import *
from .test_mail_round_trip import *
