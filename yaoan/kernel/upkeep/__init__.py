"""What the installation does by itself: seal the journal, roll figures up, work every due date out again."""
