"""Follow-up: repeated, frozen rounds of progress reports on actions (R11, B2, B3)."""
