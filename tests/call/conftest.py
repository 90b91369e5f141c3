"""The site of the web's tests: an archive, a clock that stands, a stand-in for Rasa."""

from tests.web.conftest import clock, files, rasa, site

__all__ = ["clock", "files", "rasa", "site"]
