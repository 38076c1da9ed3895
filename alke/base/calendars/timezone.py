"""The time zone of all our calendars, by its rule: every program shows the same hour.

What a library makes of the system's tables is a list of dates to 2038, three times as long.
"""

from typing import Final

# summer time begins and ends everywhere in the Union at 1.00 UTC (directive 2000/84/EC); Finland
# has ended it in October since 1996
HELSINKI: Final = b"""BEGIN:VTIMEZONE\r
TZID:Europe/Helsinki\r
BEGIN:STANDARD\r
DTSTART:19961027T040000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
TZNAME:EET\r
TZOFFSETFROM:+0300\r
TZOFFSETTO:+0200\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:19970330T030000\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r
TZNAME:EEST\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0300\r
END:DAYLIGHT\r
END:VTIMEZONE\r
"""
