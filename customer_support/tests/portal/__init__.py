from .test_portal_access import *
from .test_portal_api import *
from .test_portal_conversation import *
from .test_portal_files import *
from .test_portal_form import *
from .test_portal_link import *
from .test_portal_pages import *
