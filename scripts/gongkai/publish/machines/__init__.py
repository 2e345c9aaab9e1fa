"""What machines read of the site: linked data, feeds, an API of static files, a package of everything, pictures."""
