"""What both sides need: shortages, supply against demand, and what would close the gap."""
