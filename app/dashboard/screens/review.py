"""For output checkers: what was released and refused, under which policy, and what checkers decided. No figures."""

from app.dashboard import desk, parts, review_parts

opened, language = desk.current()
parts.opening(opened, language)
review_parts.introduction(language)
review_parts.log(opened, language, only=review_parts.choice(language))
