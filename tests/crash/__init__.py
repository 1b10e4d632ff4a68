"""Crash tests: the real command, killed or refused at real system calls."""
