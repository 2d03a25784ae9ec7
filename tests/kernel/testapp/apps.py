from django.apps import AppConfig


class TestappConfig(AppConfig):
    name = "tests.kernel.testapp"
    label = "testapp"
    verbose_name = "包裹"
