"""``python -m duilian.cli``: the command ``duilian``."""

from duilian.cli import main

raise SystemExit(main())
