"""Measurements, run by `make bench` on a database of their own and never in a timed test."""
