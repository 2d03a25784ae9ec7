"""Ledger pages from declarations: list, item, act, export. A module declares values; the pages are functions of them.

Authors of modules need `yaoan.kernel.ledger.declarations` and nothing else; see docs/guide/ledgers.md.
"""
