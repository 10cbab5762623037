from odoo import models


class SupportFactsMixin(models.AbstractModel):
    """Records that tell rules what they are about.

    For each fact that a condition names there is a method ``_get_<fact>_facts`` that
    returns {record: value} for all records in one go: a frozenset for accepted values,
    a float for an amount, a string for the text.
    """

    _name = "support.facts.mixin"
    _description = "Facts for Rules"

    def _get_facts(self, names):
        """Return what conditions ask for.

        :param names: names of facts, see ``logic.conditions.Conditions.fact_names``
        :return: {record: {name: value}}
        """
        columns = {name: getattr(self, f"_get_{name}_facts")() for name in names}
        return {
            record: {name: values[record] for name, values in columns.items()}
            for record in self
        }
