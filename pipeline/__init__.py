"""The Multi Agency Case Review Panel's paperwork: forms in, register, papers out."""

__version__ = "0.1.0"
