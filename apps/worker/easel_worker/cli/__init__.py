"""The worker without Modal."""
