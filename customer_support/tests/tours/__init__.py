from . import test_tours_feedback
from . import test_tours_help
from . import test_tours_kpi
from . import test_tours_oncall
from . import test_tours_pictures
from . import test_tours_reply
from . import test_tours_ticket
from . import test_tours_triage
