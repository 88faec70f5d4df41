"""Runs Easel's jobs: on Modal's GPUs, or from the command line."""
