"""`python -m verifier.cli` runs the program."""

from verifier.cli import main

main()
