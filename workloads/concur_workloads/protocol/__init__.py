"""The control channel's language: typed commands and events, one JSON object a line."""
