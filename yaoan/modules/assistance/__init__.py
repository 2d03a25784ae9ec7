"""Assistance between units, and supervision from above."""
