"""Pages of cases that no declaration gives: documents on paper, and decisions that are read."""
