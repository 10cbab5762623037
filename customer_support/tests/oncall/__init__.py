from . import test_oncall_schedule
from . import test_oncall_swap
from . import test_oncall_swap_race
from . import test_oncall_absence
from . import test_oncall_fairness
from . import test_oncall_compensation
from . import test_oncall_note
