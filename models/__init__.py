"""The nouns of labour mobility; standard library only, but for models.store."""
