"""What people learn from assessed calls: debriefs, scorecards, progress, assignments, calibration."""
