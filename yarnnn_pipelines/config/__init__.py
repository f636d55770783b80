"""What a user writes: yarnnn.yaml and the files of deliverable types, as typed models that know the line of each value."""
