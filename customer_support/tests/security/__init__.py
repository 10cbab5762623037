from .test_security_matrix import *
from .test_security_configuration import *
from .test_security_fields import *
from .test_security_api import *
