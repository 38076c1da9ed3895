"""People and organisations: who there is, for whom they act, what a role may do."""
