"""The sentences in which a match explains itself, one file a language."""
