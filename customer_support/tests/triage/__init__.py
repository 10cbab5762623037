from . import test_triage_intake
from . import test_triage_preview
from . import test_triage_queue
from . import test_triage_report
from . import test_triage_rota
from . import test_triage_rules
from . import test_triage_speed
