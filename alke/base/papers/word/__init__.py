"""Papers as Word files: written for Word and LibreOffice alike, and read back."""
