"""Keeping what must not be lost: `yaoan backup DIR` and `yaoan restore DIR`.

A backup is one folder: the database (a dump), the heads of the journal, the attachments under their hashes, the keys, and a
signed manifest with the hash of every file. It appears under its name when it is complete and not before. See
`docs/operate.md`.
"""
