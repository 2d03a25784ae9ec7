"""Pure rules of cases, each named by its article."""
