from . import test_structure_files
from . import test_structure_models

try:
    from . import test_structure_host_lint
except ImportError:  # pylint: disable=except-pass
    # An Odoo without `test_lint` or pylint; script/test notices when it is ours.
    pass
