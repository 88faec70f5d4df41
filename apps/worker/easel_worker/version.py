"""Version of the worker; the same as in pyproject.toml."""

WORKER_VERSION = "0.1.0"
