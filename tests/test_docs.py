"""The docs keep up with the code: what they name exists, what they count is right, nothing is left out."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path

import pytest

from duilian.cli import COMMANDS
from duilian.dialogue.model import ACTS, CRITERIA, CUES, KINDS, MODES
from duilian.evaluation.signature import fields_of
from duilian.roleplay.scenario import load_scenarios

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "duilian"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
TEXTS = {page: page.read_text(encoding="utf-8") for page in PAGES}
GUIDE, EVALUATION = TEXTS[ROOT / "docs/guide.md"], TEXTS[ROOT / "docs/evaluation.md"]
README = TEXTS[ROOT / "README.md"]
ROOMS = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
FOLDERS = {"actions", "data", "docs", "duilian", "scripts", "tests", ".ci", ".github"}
# A path or a name in backticks; not a placeholder such as <room>, VOICE or N.
QUOTED = re.compile(r"`([\w./*-]+)(?:\([^`]*\))?`")
PLACEHOLDER = re.compile(r"\b[A-Z]+\b")


def quoted() -> list[tuple[str, str]]:
    """(page, what stands in backticks) for everything that looks like a path or a name.

    Blocks of code are left out, and the changelog, which tells of what was.
    """
    pairs = set()
    for page, text in TEXTS.items():
        if page.name == "CHANGELOG.md":
            continue
        plain = re.sub(r"^```.*?^```", "", text, flags=re.S | re.M)
        pairs |= {(page.name, token) for token in QUOTED.findall(plain) if not PLACEHOLDER.search(token)}
    return sorted(pairs)


def attributes_of(name: str) -> set[str]:
    """What the classes of this name in the package define: methods, class attributes, fields."""
    names: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name == name:
                names |= {n.name for n in node.body if isinstance(n, ast.FunctionDef)}
                names |= {
                    t.id
                    for n in node.body
                    for t in (n.targets if isinstance(n, ast.Assign) else [getattr(n, "target", None)])
                    if isinstance(t, ast.Name)
                }
    return names


PATHS = [(page, token) for page, token in quoted() if "/" in token and token.split("/")[0] in FOLDERS | ROOMS]
FILES = [(page, token) for page, token in quoted() if re.fullmatch(r"\w+\.py", token)]
DOTTED = [
    (page, token)
    for page, token in quoted()
    if re.fullmatch(r"\w+(\.\w+)+", token)
    and token.split(".")[0] in ROOMS | {"duilian"}
    and (page, token) not in FILES
]
CODE = "\n".join(p.read_text(encoding="utf-8") for p in [*PACKAGE.rglob("*.py"), *ROOT.glob("actions/*.py")])
IDENTIFIERS = [
    (page, token) for page, token in quoted() if re.fullmatch(r"_?[A-Z]\w*[a-z]\w*|_[A-Z]+", token)
]
METHODS = [(page, token) for page, token in quoted() if re.fullmatch(r"[A-Z]\w+\.[a-z_]\w*", token)]


@pytest.mark.parametrize(("page", "path"), PATHS)
def test_every_path_exists(page: str, path: str) -> None:
    places = [PACKAGE] if path.split("/")[0] in ROOMS - FOLDERS else [ROOT, PACKAGE]
    assert any(next(place.glob(path.rstrip("/")), None) for place in places)


@pytest.mark.parametrize(("page", "name"), FILES)
def test_every_module_exists(page: str, name: str) -> None:
    folders = (ROOT / folder for folder in ("duilian", "actions", "tests"))
    assert (ROOT / name).exists() or any(next(folder.rglob(name), None) for folder in folders)


@pytest.mark.parametrize(("page", "name"), DOTTED)
def test_every_dotted_name_exists(page: str, name: str) -> None:
    value: object = importlib.import_module("duilian")
    place = "duilian"
    for part in name.removeprefix("duilian.").split("."):
        place = f"{place}.{part}"
        is_module = is_package(value) and importlib.util.find_spec(place)
        value = importlib.import_module(place) if is_module else getattr(value, part)


def is_package(value: object) -> bool:
    """Is this a package, which may have modules in it?"""
    return hasattr(value, "__path__")


@pytest.mark.parametrize(("page", "name"), METHODS)
def test_every_method_exists(page: str, name: str) -> None:
    owner, attribute = name.split(".")
    assert attribute in attributes_of(owner)


@pytest.mark.parametrize(("page", "name"), IDENTIFIERS)
def test_every_class_and_constant_is_named_in_the_code(page: str, name: str) -> None:
    assert name in {"Host"} or re.search(rf"\b{name}\b", CODE)


def test_there_is_something_to_check() -> None:
    assert len(PATHS) > 60 and len(FILES) > 20 and DOTTED and METHODS


def test_every_command_named_exists() -> None:
    for page, text in TEXTS.items():
        named = set(re.findall(r"bin/duilian (\w+)", text)) | set(re.findall(r"`duilian (\w+)", text))
        assert named <= set(COMMANDS), page


def test_every_target_named_exists() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for page, text in TEXTS.items():
        named = set(re.findall(r"(?:`| {4})make (\w+)", text))
        assert named <= targets, page


def test_the_guide_names_every_mode_and_a_scenario_that_exists() -> None:
    assert all(f"--mode {mode}" in GUIDE for mode in MODES)
    (name,) = re.findall(r"duilian practise ([a-z-]+)", GUIDE)
    assert name in load_scenarios(ROOT / "data/scenarios")


def anchors(text: str) -> set[str]:
    """The headings of a page as hosting sites make anchors of them."""
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_links_lead_somewhere() -> None:
    for page, text in TEXTS.items():
        for target, anchor in re.findall(r"\]\(([^)#:\s]*)(?:#([^)]+))?\)", text):
            if target in {"act", *ACTS}:  # a label, in the manual's examples
                continue
            path = page.parent / target if target else page
            assert path.exists(), f"{page.name}: {target}"
            assert not anchor or anchor in anchors(TEXTS[path.resolve()]), f"{page.name}: {target}#{anchor}"


def test_every_direct_dependency_has_its_line() -> None:
    listed = TEXTS[ROOT / "docs/dependencies.md"]
    block = re.findall(
        r"^(?:dependencies|dev) = \[(.*?)\]$",
        (ROOT / "pyproject.toml").read_text(encoding="utf-8"),
        re.S | re.M,
    )
    names = re.findall(r'"([A-Za-z.-]+)', "".join(block))
    assert len(names) > 8 and all(name in listed for name in names)


def test_the_readme_counts_right() -> None:
    scenarios = len(load_scenarios(ROOT / "data/scenarios"))
    assert f"{len(CRITERIA)} 条准则" in README and f"{scenarios} 个场景" in README
    assert f"of {len(ACTS)})" in README and f"(of {len(CUES)})" in README
    assert len(KINDS) == 8 and "八种谈话" in README


def test_the_report_card_is_signed_and_fits_a_page() -> None:
    assert EVALUATION.count("\n") <= 250
    card, ordinary = re.findall(r"^duilian-eval\|.*$", EVALUATION, re.M)
    assert {"voices", "parts", "development", "data", "code", "spacy", "seed", "v"} <= set(fields_of(card))
    assert {"ordinary", "ordinary_fresh", "tagger", "data", "code"} <= set(fields_of(ordinary))


def test_the_readme_tells_what_the_report_card_says() -> None:
    (acts, cues) = re.findall(r"^all .*?acts (\S+ / \S+)  cues (\S+ / \S+)", EVALUATION, re.M)[0]
    bare, known = re.findall(r"^all +(\S+)  +\S+ +\d+ +(\S+)", EVALUATION, re.M)[0]
    told = " ".join(README.split())
    assert f"F1 {acts} (micro" in told and f"client {cues} (of" in told
    assert f"κ {known} where the client's cues are known, {bare} from bare words" in told
