"""Pages of participants: who takes part, registering, tables, links, attendance."""
