"""Tags of follow-up for the pages of other rooms."""
