"""From a filled paper to answers: PDF fields, Word content controls, typed YAML."""
