"""Pages of the round and its dates."""
