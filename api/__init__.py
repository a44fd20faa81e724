"""The edge: command line, HTTP, lists in and out, and the place where the parts meet."""
