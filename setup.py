"""The wheel's own step: what comes with the program goes into it, as ``duilian/_default``.

In the repository those files stay where Rasa and people look for them (see duilian/config.py), and an
editable install copies nothing.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent
# The data, what a server needs, Rasa's files and the action server's modules: no package "actions" is put
# beside ours.
OURS = (
    *("data/**/*", "deploy/*", "actions/*.py"),
    *("domain.yml", "config.yml", "endpoints.yml", "credentials.yml"),
)
# What the browser gets (the pages name it, tests/test_wheel.py compares), each with its licence.
BROWSERS = (
    "deep-chat/dist/deepChat.bundle.js",
    "deep-chat/LICENSE",
    "htmx.org/dist/htmx.min.js",
    "htmx.org/LICENSE",
    "echarts/dist/echarts.common.min.js",
    "echarts/LICENSE",
    "echarts/NOTICE",
    ".locked",
)


def defaults() -> Iterator[Path]:
    """The files that come with the program, from the repository's folder."""
    for pattern in OURS:
        yield from (path for path in sorted(ROOT.glob(pattern)) if path.is_file())
    modules = ROOT / "node_modules"
    if (
        modules / ".locked"
    ).exists():  # else scripts/setup has not run: the wheel goes without the web's parts
        yield from (modules / name for name in BROWSERS)


class BuildWithDefaults(build_py):
    """Copies the package, and beside it what comes with the program."""

    def run(self) -> None:
        """Build from nothing, so that no file of an earlier build is left in the wheel."""
        if self.editable_mode:
            super().run()
            return
        shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()
        for source, target in self._copies().items():
            self.mkpath(str(Path(target).parent))
            self.copy_file(source, target)

    def get_source_files(self) -> list[str]:
        """What a source distribution holds."""
        return [*super().get_source_files(), *(str(path.relative_to(ROOT)) for path in defaults())]

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """What is built."""
        return [
            *super().get_outputs(include_bytecode),
            *([] if self.editable_mode else self._copies().values()),
        ]

    def _copies(self) -> dict[str, str]:
        folder = Path(self.build_lib) / "duilian/_default"
        return {str(path): str(folder / path.relative_to(ROOT)) for path in defaults()}


setup(cmdclass={"build_py": BuildWithDefaults})
