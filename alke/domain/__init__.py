"""What the product is about; each package may use those below it, never those above."""
