"""Pure functions over text: sentences, languages, numbers, dates, names. Knows nothing of models or stores."""
