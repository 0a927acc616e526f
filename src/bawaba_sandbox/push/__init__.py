"""The service that a maker of browsers runs: portals hand nudges over, browsers fetch them."""
