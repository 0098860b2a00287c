"""The International Classification of Crime for Statistical Purposes and tables of correspondence with it."""
