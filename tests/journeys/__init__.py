"""Journeys: what people really do with the site, from page to page, in a real browser."""
