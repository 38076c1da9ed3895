"""Bookings: times of regional meetings, who of the ministries attends, and the best timetable."""
