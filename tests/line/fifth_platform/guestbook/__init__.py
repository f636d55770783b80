"""A platform that only the tests have: guest books, a page of notes each. All that the house knows of it lies here."""
