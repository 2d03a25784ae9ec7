"""A stack that knows no module and no drug."""
