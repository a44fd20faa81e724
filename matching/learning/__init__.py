"""Learning a ranker from outcomes: examples, exposure, measures, training, and who is compared."""
