"""Thousands of webhooks and killed processes: nothing lost, nothing doubled, nobody left waiting."""
