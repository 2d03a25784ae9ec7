"""Plays invented places, firms and months through the real commands."""
