"""Pages of the regional meetings' bookings."""
