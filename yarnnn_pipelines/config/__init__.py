"""What a user writes: yarnnn.yaml and deliverable types, as typed models that know the line of each value."""
