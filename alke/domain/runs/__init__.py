"""When each thing that the clock starts was last begun and done, and who has it in hand."""
