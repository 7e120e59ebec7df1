"""Claim verification: who says so, how many independent origins, who contradicts it, in which words."""
