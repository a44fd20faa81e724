"""Signed and structured papers: read into credentials, and signed on their way out."""
