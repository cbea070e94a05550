"""The surfaces over HTTP: the browser app, its endpoints, and the guard in front of both."""
