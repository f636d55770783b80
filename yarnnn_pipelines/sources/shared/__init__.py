"""What all platforms share: the envelope, comparing with what landed, dlt, HTTP, archives. It knows no platform."""
