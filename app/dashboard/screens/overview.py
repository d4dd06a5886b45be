"""The study at a glance: what was asked, of whom, when, how many answered, and how far the figures reach."""

from app.dashboard import desk, overview_parts, parts

opened, language = desk.current()
overview_parts.title(opened, language)
parts.banners(opened, language)
overview_parts.facts(opened, language)
overview_parts.verdict(opened, language)
overview_parts.contents(opened, language)
overview_parts.method(opened, language)
overview_parts.response(opened, language)
