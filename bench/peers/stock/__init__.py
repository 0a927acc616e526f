"""A stock Django + allauth site that shows the same twenty violations: start-project settings, ORM, Django templates."""
