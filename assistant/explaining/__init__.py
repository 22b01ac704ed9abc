"""Why an utterance was heard, understood and answered as it was."""
