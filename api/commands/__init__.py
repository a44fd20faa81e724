"""The command line, one module a subject; `api.cli` puts them together."""
