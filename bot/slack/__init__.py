"""Crossroads in Slack: calls the named endpoints, never the engine."""
