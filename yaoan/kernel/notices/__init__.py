"""Notices to people: one line about one duty, given once."""
