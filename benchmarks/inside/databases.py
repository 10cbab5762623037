"""Several databases in one process, so that what is compared runs turn by turn."""

from contextlib import ExitStack, contextmanager

from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry


@contextmanager
def open_databases(databases):
    """Give {subject: environment of the superuser} while the block runs.

    :param dict databases: {subject: name of its database}
    """
    with ExitStack() as stack:
        envs = {}
        for subject, name in databases.items():
            cursor = stack.enter_context(Registry(name).cursor())
            envs[subject] = Environment(cursor, SUPERUSER_ID, {})
        yield envs
