"""What stands where in a disclosure: pages, sentences, table cells. Geometry only; meaning is SQL's."""

EXTRACTOR_VERSION = "2"
