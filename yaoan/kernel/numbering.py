"""Numbers without gaps, by series: RSK-2025-000123."""

from django.db import connection


def reserve(series: str, count: int = 1) -> int:
    """Take the next `count` numbers of a series; the first of them is returned.

    The series stays locked until the transaction ends, so a rollback leaves no gap.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_counter (series, value) VALUES (%s, %s) "
            "ON CONFLICT (series) DO UPDATE SET value = records_counter.value + excluded.value RETURNING value",
            [series, count],
        )
        (last,) = cursor.fetchone()
    return int(last) - count + 1


def number(prefix: str, year: int, value: int) -> str:
    return f"{prefix}-{year}-{value:06}"
