"""What builds, serves and checks the site."""
