"""Between values and spoken English: numbers, durations, dates, times of day and places. Knows no skill."""
