"""The attestors' door: /channel/v1, OpenAPI 3.1, the same for a kiosk, a bank, a counter."""
