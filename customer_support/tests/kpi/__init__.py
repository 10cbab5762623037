from . import test_kpi_access
from . import test_kpi_dashboard
from . import test_kpi_definitions
from . import test_kpi_figures
from . import test_kpi_pictures
from . import test_kpi_reasons
from . import test_kpi_returns
from . import test_kpi_spikes
