"""Everything once against the real processes, with no stand-in: every command, every page's main path."""
