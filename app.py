"""Crossroads in the browser: read the settings, open the knowledge base, launch."""
