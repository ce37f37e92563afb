"""Values of a metric out of a file: received, shown as they will be written, and read in once a person says so."""
