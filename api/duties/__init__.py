"""What HighRoad owes to the people in it: decisions by people, notices, files, assessments."""
