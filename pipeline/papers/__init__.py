"""How paper is read and made: one module a library, each the only home of its library."""
