"""Cases: from the clue to the closed file, by the law of penalties and its clocks."""
