"""What Alke's data says, laid out as papers: sources, papers, and the letter's wording."""
