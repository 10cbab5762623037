from .test_customer_history import *
from .test_customer_access import *
from .test_customer_documents import *
from .test_customer_counters import *
from .test_customer_budget import *
from .test_customer_tour import *
