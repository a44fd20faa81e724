"""Ethical recruitment: every offer checked against dated, cited rules, apart from any rank."""
