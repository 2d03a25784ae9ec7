"""Rules of passwords beyond length and the list of common ones."""

import re

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

PLAIN_WORDS = ("yaoan", "yaojian", "jianguan", "shichang", "scjg", "nmpa", "admin", "password", "mima", "demo", "qwer")
"""Words that somebody would try first here."""

REST = 5
"""How many letters there must be besides plain words and digits."""


class PlainWordsValidator:
    """A password is not made of digits and of the words that everybody in such an office would try first."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        rest = password.lower()
        for word in PLAIN_WORDS:
            rest = rest.replace(word, "")
        if len(re.sub(r"[\W\d_]", "", rest)) < REST:
            raise ValidationError(
                gettext("密码里除数字和“yaoan、admin”这类容易猜到的词以外，至少要有{count}个字母或汉字。").format(
                    count=REST
                ),
                code="password_plain",
            )

    def get_help_text(self) -> str:
        return gettext("密码里除数字和“yaoan、admin”这类容易猜到的词以外，至少要有{count}个字母或汉字。").format(
            count=REST
        )
