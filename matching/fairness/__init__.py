"""Whether matching is fair: audits by group, and lists that spread who is proposed."""
