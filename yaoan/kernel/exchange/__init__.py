"""Spreadsheets in and out: rows become commands, all errors are told at once, nothing is written before acceptance."""
