from . import test_security_api
from . import test_security_configuration
from . import test_security_fields
from . import test_security_matrix
