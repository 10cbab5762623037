from . import test_structure_files
from . import test_structure_models
