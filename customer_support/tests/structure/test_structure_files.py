import ast
from pathlib import Path

from odoo.tests import BaseCase, tagged

ADDON = Path(__file__).parents[2]

MODEL_FILE_LINES = 400
XML_FILE_LINES = 250
FUNCTION_LINES = 50


def get_files(pattern, *folders):
    """Return the addon's files that match, in the given folders or in all."""
    roots = [ADDON / folder for folder in folders] or [ADDON]
    return sorted(path for root in roots for path in root.rglob(pattern))


def get_longer(paths, limit):
    """Return descriptions of the files that have more lines than allowed."""
    lengths = {path: len(path.read_text().splitlines()) for path in paths}
    return [f"{path} ({count})" for path, count in lengths.items() if count > limit]


def parse(path):
    return ast.parse(path.read_text(), path)


def get_model_names(class_node):
    """Return the literal `_name` and the list of `_inherit` of a model class."""
    values = {}
    for node in class_node.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            if node.targets[0].id in ("_name", "_inherit"):
                values[node.targets[0].id] = ast.literal_eval(node.value)
    inherit = values.get("_inherit", [])
    return values.get("_name"), [inherit] if isinstance(inherit, str) else inherit


@tagged("post_install", "-at_install")
class TestFiles(BaseCase):
    """Budgets and places of files; a file that grew is split, not exempted."""

    def assertNone(self, offenders, message):
        self.assertFalse(offenders, f"{message}\n" + "\n".join(map(str, offenders)))

    def test_model_files_are_short(self):
        files = get_files("*.py", "models", "wizard", "controllers", "logic", "report")
        self.assertNone(get_longer(files, MODEL_FILE_LINES), "too long:")

    def test_xml_files_are_short(self):
        files = get_files("*.xml", "views", "data", "security", "wizard", "report")
        self.assertNone(get_longer(files, XML_FILE_LINES), "too long:")

    def test_functions_are_short(self):
        offenders = [
            f"{path}:{node.lineno} {node.name} ({node.end_lineno - node.lineno + 1})"
            for path in get_files("*.py")
            for node in ast.walk(parse(path))
            if isinstance(node, ast.FunctionDef)
            and node.end_lineno - node.lineno >= FUNCTION_LINES
        ]
        self.assertNone(offenders, f"longer than {FUNCTION_LINES} lines:")

    def test_logic_imports_no_odoo(self):
        offenders = []
        for path in get_files("*.py", "logic"):
            for node in ast.walk(parse(path)):
                names = []
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    names = [node.module]
                if any(name.split(".")[0] == "odoo" for name in names):
                    offenders.append(f"{path}:{node.lineno}")
        self.assertNone(offenders, "logic/ is plain Python, but odoo is imported:")

    def test_logic_reads_no_clock(self):
        clocks = {"now", "utcnow", "today"}
        offenders = [
            f"{path}:{node.lineno}"
            for path in get_files("*.py", "logic")
            for node in ast.walk(parse(path))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in clocks
        ]
        self.assertNone(offenders, "logic/ gets `now` as an argument:")

    def test_models_are_in_files_of_their_name(self):
        offenders = []
        for path in get_files("*.py", "models", "wizard"):
            for node in parse(path).body:
                if not isinstance(node, ast.ClassDef):
                    continue
                name, inherits = get_model_names(node)
                names = [name] if name else inherits
                stems = [model.replace(".", "_") for model in names]
                if names and not any(self._fits(path.stem, stem) for stem in stems):
                    offenders.append(f"{path}: {', '.join(names)}")
        self.assertNone(offenders, "a file is named after its model:")

    def _fits(self, stem, model):
        """Tell whether a file holds the model, a concern of it, or its lines."""
        return stem == model or model.startswith(f"{stem}_")

    def test_extensions_of_one_model_in_one_area_are_one_file(self):
        seen = {}
        offenders = []
        for path in get_files("*.py", "models"):
            for node in parse(path).body:
                if not isinstance(node, ast.ClassDef):
                    continue
                name, inherits = get_model_names(node)
                if name or len(inherits) != 1:
                    continue
                key = (path.parent, inherits[0])
                if key in seen:
                    offenders.append(f"{inherits[0]}: {seen[key]} and {path}")
                seen[key] = path
        self.assertNone(offenders, "two files of one area extend the same model:")
