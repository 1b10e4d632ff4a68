"""From records to paper: blanks, sheets, packs, Word papers, charts."""
