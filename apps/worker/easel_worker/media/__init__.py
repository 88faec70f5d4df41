"""Pictures and films: reading, judging, encoding, and what is written into them."""
