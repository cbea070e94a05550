"""The advisor is opened from a data directory, and a question waits for nothing that it does not need."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.advisor import open_advisor
from kb.settings import Settings
from tests.bot.questions import LOOK_UP, VOLUME
from tests.tree import ROOT

ASKED = """
import sys; from pathlib import Path
from bot.advise import advise; from bot.advisor import open_advisor; from kb.settings import Settings
with open_advisor(Settings(data=Path(sys.argv[1]))) as advisor:
    print(*(advise([turn], advisor).outcome for turn in sys.argv[2:]))
print([name for name in ("llama_index", "sklearn", "scipy.stats", "pandas", "gradio") if name in sys.modules])
"""


@pytest.mark.usefixtures("advisor")
def test_a_question_waits_for_no_library_that_it_does_not_need(settings: Settings) -> None:
    """A process that opens what is built, decides and looks up has imported nothing that takes seconds to import."""
    command = [sys.executable, "-c", ASKED, str(settings.data), VOLUME, LOOK_UP]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    assert ran.stdout.splitlines() == ["recommendation evidence_only", "[]"]


@pytest.mark.usefixtures("advisor")
def test_two_advisors_over_the_same_knowledge_spell_alike(settings: Settings) -> None:
    """What is known to be spelt right is counted once for generations that say the same."""
    with open_advisor(settings) as one, open_advisor(settings) as other:
        assert other.speller is one.speller
        assert other.digest == one.digest
