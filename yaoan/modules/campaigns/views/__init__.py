"""Pages of campaigns that are no plain list or item."""
