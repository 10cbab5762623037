"""Runs inside the host's Python: `logic_runner.py ADDONS_PATH MODULE …`.

Loads test modules of an addon as Odoo does, but without a database, and writes the
same log lines as Odoo's own runner.
"""

import importlib
import logging
import sys

import odoo.modules.module
from odoo.tests import loader
from odoo.tests.suite import OdooSuite
from odoo.tools import config


def main(addons_path, modules):
    """Run the modules' tests; exit code 1 when a module cannot be loaded."""
    logging.basicConfig(
        stream=sys.stdout,
        level=logging.INFO,
        format="%(asctime)s %(process)d %(levelname)s - %(name)s: %(message)s",
    )
    config.parse_config([f"--addons-path={addons_path}"], setup_logging=False)
    odoo.modules.module.initialize_sys_path()
    tests = [
        test
        for module in modules
        for test in loader.get_module_test_cases(
            importlib.import_module(f"odoo.addons.{module}")
        )
    ]
    loader.run_suite(OdooSuite(tests))


main(sys.argv[1], sys.argv[2:])
