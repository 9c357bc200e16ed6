"""The record of a data set, and a change of it."""

FLIGHTS = {
    "name": "flights",
    "title": "Flights out of New York",
    "summary": "Every flight.",
    "owner": "ada",
    "steward": "group:aviation",
    "licence": "CC0-1.0",
    "classification": "public",
    "resources": [{"name": "csv", "reader": "csv", "url": "samples/flights.csv"}],
}
CHANGED = {**FLIGHTS, "title": "Flights of 2013"}
