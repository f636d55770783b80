"""The four platforms: how each is read and landed. A folder a platform; what they share is in `shared`."""
