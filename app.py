"""Crossroads in the browser: read the settings, open the knowledge base, launch."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when gradio is imported

from bot.advisor import open_advisor
from bot.web.access import credentials_of
from bot.web.server import serve
from kb.errors import CrossroadsError
from kb.settings import Settings


def main() -> int:
    """Serve the chat until interrupted; return 2 with a plain message when it cannot be opened."""
    try:
        settings = Settings.from_environment()
        credentials_of(settings)  # refused, where it has to be, before anything is opened
        with open_advisor(settings) as advisor:
            print(f"Crossroads listens on http://{settings.host}:{settings.port}", flush=True)
            serve(advisor, settings)
    except CrossroadsError as error:
        print(f"crossroads: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
