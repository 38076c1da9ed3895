"""What no linter can check: where things stand, how they are called, what is never done."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.template import engines
from django.urls import URLPattern, URLResolver, get_resolver
from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "alke" / "templates"
LONGEST_MODULE = 400
WRITES = {
    "bulk_create",
    "bulk_update",
    "create",
    "delete",
    "get_or_create",
    "save",
    "update_or_create",
}
CLOCKS = {
    "date.today",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "dt.date.today",
    "dt.datetime.now",
    "dt.datetime.today",
    "dt.datetime.utcnow",
    "timezone.localdate",
    "timezone.localtime",
    "timezone.now",
}
# The layer of a module of a domain package, by the last word of its name.
LAYERS = {"models": 0, "queries": 1, "rules": 2, "record": 3, "operations": 3}
OPERATIONS = LAYERS["operations"]
WRITES_BESIDE = (
    "alke/domain/people/models.py",  # Django asks the manager to save a new user
    "alke/domain/samples/synthetic",  # in bulk, for measuring only
)
# Addresses that a library brings; their views are named by it.
LIBRARY_VIEWS = ("allauth.", "django.")
# Names by which a library asks for a page of ours that has another.
LIBRARY_NAMES = {"account_request_login_code"}
# A regular expression, so that not even this file spells the address of a registry.
REGISTRIES = re.compile(
    r"pypi\.\w|pythonhosted\.|npmjs\.|yarnpkg\.|crates\.io|rubygems\.|deb\.debian\."
    r"|security\.debian\.|archive\.ubuntu\.|proxy\.golang\.|conda\.anaconda\.|\bghcr\.|docker\.io"
)
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)"),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "a script address": re.compile(r"""=\s*["']javascript:"""),
}


def modules(*folders: str) -> list[Path]:
    """The Python files of the folders, without the generated migration."""
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not path.match("migrations/0001_*.py")
    ]


@cache
def tree(path: Path) -> ast.Module:
    """The file as Python reads it."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    """Where to look, as an editor takes it."""
    name = path.relative_to(ROOT).as_posix()
    return f"{name}:{node.lineno}" if isinstance(node, ast.expr | ast.stmt) else name


def listed(found: list[str]) -> str:
    """All of it, one a line."""
    return "\n  ".join(["", *found])


def imports(path: Path) -> Iterator[tuple[ast.stmt, str]]:
    """Every module and name that the file imports, in full: `django.http.Http404`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def writes(path: Path) -> Iterator[str]:
    """Calls that change rows; `update` counts with named fields, as only a queryset takes."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            method = node.func.attr
            if method in WRITES or (method == "update" and node.keywords and not node.args):
                yield f"{place(path, node)}: .{method}("


def layer_of(stem: str) -> int | None:
    """The layer by the last word of a module's name: `agenda_rules` is one of rules."""
    return LAYERS.get(stem.rsplit("_", maxsplit=1)[-1])


def url_patterns(
    resolver: URLResolver | None = None,
) -> Iterator[URLPattern]:
    """Every address of the site."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from url_patterns(pattern)
        else:
            yield pattern


def own_views() -> dict[str, str]:
    """Our views' names, each with its area: {"topic_edit": "topics"}."""
    return {
        pattern.callback.__name__: pattern.callback.__module__.split(".")[2]
        for pattern in url_patterns()
        if pattern.callback.__module__.startswith("alke.web.")
    }


def glossary() -> dict[str, str]:
    """Code names by Finnish term."""
    rows = (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in row.split("|")[1:-1]] for row in rows if "`" in row]
    return {term.strip(): row[3] for row in cells for term in row[0].split(",")}


def test_addresses_are_put_together_in_one_place() -> None:
    found = [
        path.relative_to(ROOT).as_posix()
        for path in modules("alke")
        if any(name == "django.urls.reverse" for _node, name in imports(path))
    ]
    assert found == ["alke/base/links.py"], "Use alke.base.links.link (docs/decisions/0010)."


def test_the_domain_knows_no_pages() -> None:
    """HTTP stays in web and api."""
    pages = ("django.http", "django.shortcuts", "django.contrib.messages")
    found = [
        f"{place(path, node)}: {name}"
        for path in modules("alke/base", "alke/domain")
        for node, name in imports(path)
        if name.startswith(pages)
    ]
    assert not found, listed(found)


def test_pages_and_commands_write_nothing() -> None:
    """They call an operation."""
    outside = modules("alke/web", "alke/api", "alke/jobs", "alke/management")
    found = [call for path in outside for call in writes(path)]
    assert not found, listed(found)


def test_in_the_domain_only_operations_write() -> None:
    """Modules of operations are called so; `_record` holds the steps that several share."""
    found = [
        call
        for path in modules("alke/domain")
        if layer_of(path.stem) != OPERATIONS and not place(path).startswith(WRITES_BESIDE)
        for call in writes(path)
    ]
    assert not found, listed(found)


def test_discussions_move_together_with_their_agendas() -> None:
    """Above, one is moved by `invitations.move_operations`, which also asks people anew."""
    bare = re.compile(r"\b(rounds|move_operations|round_operations)\.move_(discussion|basis)\(")
    below = re.compile(r"domain\.topics(\.move_operations)? import .*\bmove_\w+")
    allowed = ROOT / "alke/domain/rounds"
    found = [
        f"{place(path)}: {call[0]}"
        for path in modules("alke")
        if allowed not in path.parents
        for kind in ([bare] if path.parent.name == "invitations" else [bare, below])
        for call in kind.finditer(path.read_text("utf-8"))
    ]
    assert not found, listed(found)


def test_inside_a_domain_package_imports_point_down() -> None:
    """Import-linter knows whole names only; this knows `agenda_rules` and `pool_queries` too."""
    found = []
    for path in modules("alke/domain"):
        own = layer_of(path.stem)
        package = ".".join(path.relative_to(ROOT).parent.parts)
        for node, name in imports(path):
            inside = name.removeprefix(f"{package}.").split(".")[0]
            other = layer_of(inside) if name.startswith(f"{package}.") else None
            if own is not None and other is not None and other > own:
                found.append(f"{place(path, node)}: {name}")
    assert not found, listed(found)


def test_every_url_is_named_like_its_view() -> None:
    """One name for the address, the view and its page."""
    found = [
        f"{pattern.name} is shown by {pattern.callback.__module__}.{pattern.callback.__name__}"
        for pattern in url_patterns()
        if not pattern.callback.__module__.startswith(LIBRARY_VIEWS)
        and pattern.name not in {pattern.callback.__name__, *LIBRARY_NAMES}
    ]
    assert not found, listed(found)


def test_a_view_renders_the_page_of_its_name() -> None:
    """`topic_edit` in the area topics renders pages/topics/topic_edit.html."""
    areas = own_views()
    found = [
        f"{place(path, node)}: {function.name} renders {node.value}"
        for path in modules("alke/web")
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef) and function.name in areas
        for node in ast.walk(function)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith("pages/")
        and node.value != f"pages/{areas[function.name]}/{function.name}.html"
    ]
    assert not found, listed(found)


def test_every_page_belongs_to_a_view() -> None:
    """A page has the name of an address of its area, or other templates or views use it."""
    areas = own_views()
    sources = [*TEMPLATES.rglob("*.html"), *modules("alke/web")]
    texts = {path: path.read_text("utf-8") for path in sources}
    found = []
    for path in sorted(TEMPLATES.glob("pages/*/*.html")):
        name = path.relative_to(TEMPLATES).as_posix()
        used = any(f'"{name}"' in text for other, text in texts.items() if other != path)
        if areas.get(path.stem) != path.parent.name and not used:
            found.append(name)
    assert not found, listed(found)


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    """Split by concept before."""
    every = modules("alke", "bench", "config", "scripts", "tests")
    lengths = {place(path): len(path.read_text("utf-8").splitlines()) for path in every}
    found = [f"{name}: {lines}" for name, lines in lengths.items() if lines > LONGEST_MODULE]
    assert not found, listed(found)


def test_every_module_says_what_is_in_it() -> None:
    """In its first line; empty files of packages need not."""
    found = [
        place(path)
        for path in modules("alke", "bench", "config", "scripts", "tests")
        if tree(path).body and not ast.get_docstring(tree(path))
    ]
    assert not found, listed(found)


def test_every_model_gives_its_finnish_term_as_the_glossary_does() -> None:
    """`class Round: \"\"\"One round of discussions (kierros).\"\"\"`."""
    terms = glossary()
    found = []
    for model in apps.get_app_config("alke").get_models():
        given = re.findall(r"\(([^()]+)\)", model.__doc__ or "")
        names = {name.strip() for text in given for name in text.split(",")}
        if not any(f"`{model.__name__}`" in terms.get(name, "") for name in names):
            found.append(f"{model.__name__}: {model.__doc__}")
    assert not found, listed(found)


def test_only_one_module_asks_the_clock() -> None:
    """Everything else asks alke.base.clock, so that a past round can be lived through."""
    found = [
        f"{place(path, node)}: {ast.unparse(node)}"
        for path in modules("alke", "bench", "config", "tests")
        if path != ROOT / "alke" / "base" / "clock.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in CLOCKS
    ]
    assert not found, listed(found)


def test_no_column_takes_its_moment_from_the_database() -> None:
    """`auto_now` and `Now()` would ignore our clock."""
    found = [
        place(path, node.value)
        for path in modules("alke")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.keyword) and (node.arg or "").startswith("auto_now")
    ]
    found += [
        place(path, node)
        for path in modules("alke")
        for node, name in imports(path)
        if name == "django.db.models.functions.Now"
    ]
    assert not found, listed(found)


def test_every_test_is_named_by_a_sentence() -> None:
    """`test_a_third_topic_is_refused`: at least three words."""
    found = [
        f"{place(path, node)}: {node.name}"
        for path in modules("tests")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and len(node.name.removeprefix("test_").split("_")) < 3
    ]
    assert not found, listed(found)


def test_no_test_is_left_out_or_waits() -> None:
    """Neither skipped nor expected to fail, and never asleep."""
    never = {"importorskip", "skip", "skipif", "sleep", "wait_for_timeout", "xfail"}
    found = [
        f"{place(path, node)}: {ast.unparse(node)}"
        for path in modules("tests")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in never
    ]
    assert not found, listed(found)


def project_texts() -> Iterator[tuple[Path, str]]:
    """Every text file of the project; what was installed or generated is left out."""
    generated = {"__pycache__", "node_modules", "test-results", "var"}
    for path in sorted(ROOT.rglob("*")):
        folders = path.relative_to(ROOT).parts[:-1]
        if path.is_symlink() or not path.is_file() or generated & set(folders):
            continue
        if any(part.startswith(".") and part != ".ci" for part in folders):
            continue
        try:
            yield path, path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a font or a picture


def test_no_file_names_a_package_registry() -> None:
    """Whoever builds it has a registry of their own."""
    found = [
        f"{place(path)}: {match[0]}"
        for path, text in project_texts()
        for match in REGISTRIES.finditer(text)
    ]
    assert not found, listed(found)


@pytest.mark.parametrize("what", sorted(INLINE))
def test_templates_obey_the_content_security_policy(what: str) -> None:
    """Nothing inline: the policy would block it. Mails are shown by mail programs, not by us."""
    found = [
        f"{place(path)}:{text.count(chr(10), 0, match.start()) + 1}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        if path.parent != TEMPLATES / "mail"
        for text in [path.read_text("utf-8")]
        for match in INLINE[what].finditer(text)
    ]
    assert not found, listed(found)


def test_templates_import_only_what_they_use() -> None:
    """A macro that nobody calls is loaded with every page, and leads its reader astray."""
    engine: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    found: list[str] = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        tree = engine.parse(path.read_text("utf-8"))
        used = {name.name for name in tree.find_all(nodes.Name) if name.ctx == "load"}
        names = [name for row in tree.find_all(nodes.FromImport) for name in row.names]
        own = (name[1] if isinstance(name, tuple) else name for name in names)
        found += [f"{place(path)}: {name}" for name in own if name not in used]
    assert not found, listed(found)


def test_no_form_leaves_its_faults_to_the_browser() -> None:
    """The browser's bubbles speak its own language: forms carry `novalidate`."""
    found = [
        f"{place(path)}: {match[0]}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for match in re.finditer(r"<form[^>]*>", path.read_text("utf-8"))
        if 'method="post"' in match[0] and "novalidate" not in match[0]
    ]
    assert not found, listed(found)
