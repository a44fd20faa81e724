"""The addresses of HTTP, one module a resource."""
