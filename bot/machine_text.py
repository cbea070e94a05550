"""Keys, tokens and addresses with passwords, pasted into a message: for programs; nobody says them. Pure."""

from __future__ import annotations

import re

_TEXT = r"\S*[^\s.,;:!?()\[\]'\"]"
_FOR_PROGRAMS = re.compile(
    r"-----BEGIN [A-Z ]+-----.*?(?:-----END [A-Z ]+-----|\Z)"
    rf"|\b(?!https?://)[a-z][a-z0-9+.-]{{1,15}}://{_TEXT}"
    rf"|\bhttps?://[^\s/@]+:[^\s/@]+@{_TEXT}"
    rf"|\b(?=\w*(?:KEY|TOKEN|SECRET|PASS|PWD|AUTH))[A-Z][A-Z0-9_]*\s?[=:]\s?{_TEXT}"
    rf"|\b(?i:password|passwd|pwd|passwort|kennwort|contraseña|mot de passe)\s?(?:[=:]|is\b|ist\b|es\b|est\b)\s?{_TEXT}"
    rf"|(?:密码|口令)\s?[是为:：=]\s?[^\s，。；！？]+"
    r"|\b(?:sk|pk|rk|gh[opsu]|github_pat|glpat|xox[abeprs]|xapp|hf|npm|pypi)[-_][A-Za-z0-9_\-]{8,}"
    r"|\b(?:AKIA|ASIA|AIza|eyJ)[A-Za-z0-9_\-.]{12,}"
    r"|(?<![\w/-])(?=[A-Za-z+/_]*\d)(?=[\d+/_]*[A-Za-z])[A-Za-z0-9+/_]{28,}={0,2}(?!\w)",
    re.DOTALL,
)


def as_said(message: str) -> str:
    """Return a message of the same length in which what is for programs is blank, so that it says nothing."""
    return _FOR_PROGRAMS.sub(lambda found: " " * len(found[0]), message)
