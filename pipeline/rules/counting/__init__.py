"""What the meetings amount to: their records, traced in the register, counted by quarter and proved to add up."""
