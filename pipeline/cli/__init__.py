"""What a person types: parse, call one office task, print its result."""
