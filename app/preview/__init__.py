"""Every page of a form as respondents see it, with its route beside it, on one page that needs no server."""

from app.preview.preview import preview

__all__ = ["preview"]
