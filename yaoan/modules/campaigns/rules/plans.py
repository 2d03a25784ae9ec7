"""What the tasks of a plan are known by, from the notice through to the units that carry them out."""


def plan_key(path: str, title: str) -> str:
    """A task's number in the plan, or its title where it has none."""
    return path or title
