"""Exact retrieval over a million people: columns, postings, kernels, eligibility and files."""
