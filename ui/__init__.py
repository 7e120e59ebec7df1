"""The web pages: thin views over `verifier`. Parse, call, show; nothing is decided here."""
