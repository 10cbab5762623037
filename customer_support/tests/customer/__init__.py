from . import test_customer_access
from . import test_customer_budget
from . import test_customer_counters
from . import test_customer_documents
from . import test_customer_history
from . import test_customer_known_problems
from . import test_customer_priority
from . import test_customer_tour
