"""What is said of a file that cannot be read: the obstacle, and the way out."""

from yaoan.kernel.words import Text


class UnreadableFile(Exception):
    """The file gives no text. ``str()`` of it is one sentence an officer can act on; it is never a traceback."""

    def __init__(self, sentence: Text | str) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
