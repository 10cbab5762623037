from . import test_portal_access
from . import test_portal_api
from . import test_portal_conversation
from . import test_portal_deadline
from . import test_portal_files
from . import test_portal_form
from . import test_portal_link
from . import test_portal_pages
