"""Who fits what work, and whether the work is fit to offer."""
