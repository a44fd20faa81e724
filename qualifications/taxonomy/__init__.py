"""The common taxonomy: ESCO and ISCO-08, and the way from any text to its concepts."""
