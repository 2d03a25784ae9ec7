"""Changes of indexes for migrations, without rendering anew what does not depend on them.

Django renders a model and all that refer to it after each index that comes or goes. With a kind of record they are nearly all,
and a hundred indexes then take longer than all else that a migration does.
"""

from django.db import migrations
from django.db.migrations.state import ProjectState


class AddIndex(migrations.AddIndex):
    """`AddIndex` that notes the index and leaves the other models as they are."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        options = state.models[app_label, self.model_name_lower].options
        options["indexes"] = [*options.get("indexes", ()), self.index]


class RemoveIndex(migrations.RemoveIndex):
    """`RemoveIndex` in the same way."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        options = state.models[app_label, self.model_name_lower].options
        options["indexes"] = [index for index in options["indexes"] if index.name != self.name]
