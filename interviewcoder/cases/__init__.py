"""Participants and what is known of them."""
