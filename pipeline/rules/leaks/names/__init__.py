"""Names in a text: as they are, short, misspelt, in disguise, and whether an ordinary word is meant as one."""
