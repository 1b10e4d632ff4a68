"""A text made plain: letters, words, sentences, numbers, and what is an ordinary word."""
