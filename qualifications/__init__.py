"""What a person holds, in the common taxonomy."""
