"""What is told of a family without a name: dates and ages, numbers, places, schools, what is unusual."""
