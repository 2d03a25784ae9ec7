"""The JSON interface: the same commands and columns as the pages, for other programs, described by OpenAPI 3.1."""
