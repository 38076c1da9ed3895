"""Papers as PDF files: tagged (PDF/UA-1) and fit for archives (PDF/A-2a), fonts embedded."""
