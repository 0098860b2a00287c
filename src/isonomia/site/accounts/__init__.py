"""Who uses the site, in which role and for which country or body."""
