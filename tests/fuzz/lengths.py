"""How long the fuzz runs: a few repeatable examples with every change, very many new ones by `make nightly`.

make test ARGS="tests/fuzz --hypothesis-profile long"     the same by hand
"""

from hypothesis import HealthCheck, Phase, settings

is_long = settings.get_current_profile_name() == "long"


def lasting(short: int, long: int, **more: object) -> settings:
    """Settings of a fuzz: `short` examples that are the same each time, or `long` ones that never are."""
    return settings(
        max_examples=long if is_long else short,
        derandomize=not is_long,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        phases=[Phase.explicit, Phase.generate, Phase.shrink] if is_long else [Phase.explicit, Phase.generate],
        **more,  # type: ignore[arg-type]
    )
