"""What the web client asks the server for, when it shows a list or a form."""

from lxml import etree

from odoo.addons.mail.tools.discuss import Store

TAG_FIELDS = {"fields": {"display_name": {}, "color": {}}}
NAME_FIELDS = {"fields": {"display_name": {}}}
# Shown by components of their own, which load the records in a request of their own.
X2MANY_TYPES = ("one2many", "many2many")
# What the widgets of some fields read besides.
DEPENDENCIES = {"sla_due_date": ("sla_countdown", "sla_status")}


def get_specification(records, view_type):
    """Return what the view reads, as the web client would put it together."""
    info = records.get_view(view_type=view_type)
    names = set(info["models"][records._name])
    for name, others in DEPENDENCIES.items():
        names.update(others if name in names else ())
    fields = records.fields_get(names, ["type"])
    return {name: _get_field_specification(fields[name]["type"]) for name in fields}


def _get_field_specification(field_type):
    if field_type == "many2one":
        return NAME_FIELDS
    return TAG_FIELDS if field_type in X2MANY_TYPES else {}


def show_list(records, domain, limit=80):
    """Read the first page of a list."""
    specification = get_tag_safe(records, get_specification(records, "list"))
    return records.web_search_read(
        domain, specification, limit=limit, count_limit=_get_count_limit(records) + 1
    )


def _get_count_limit(records):
    """Return up to how many records the list counts: its own limit or the client's."""
    arch = etree.fromstring(records.get_view(view_type="list")["arch"])
    return int(arch.get("count_limit") or 10_000)


def show_kanban(records, domain):
    """Read the columns of a kanban by stage, their bars and their first cards."""
    specification = get_tag_safe(records, get_specification(records, "kanban"))
    bar = {"field": "priority", "colors": dict.fromkeys("0123", "info")}
    records.read_progress_bar(domain, "stage_id", bar)
    return records.web_read_group(
        domain,
        ["stage_id"],
        ["__count"],
        auto_unfold=True,
        unfold_read_specification=specification,
        unfold_read_default_limit=40,
    )


def show_form(record):
    """Read a form and its conversation."""
    specification = get_tag_safe(record, get_specification(record, "form"))
    record.web_read(specification)
    messages = record.env["mail.message"]._message_fetch(domain=None, thread=record)
    return Store().add(messages["messages"]).get_result()


def get_tag_safe(records, specification):
    """Return the specification without ``color`` where the other model has none."""
    for name, wanted in specification.items():
        if wanted is TAG_FIELDS:
            comodel = records.env[records._fields[name].comodel_name]
            if "color" not in comodel._fields:
                specification[name] = NAME_FIELDS
    return specification


def show_start_page(teams):
    """Read the teams with what they count."""
    specification = get_tag_safe(teams, get_specification(teams, "kanban"))
    return teams.web_search_read([], specification, limit=80)
