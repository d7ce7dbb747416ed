"""De-identifying: suggestions looked at one by one, the list of pseudonyms, the key, and the switch of the views."""
