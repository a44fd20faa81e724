"""A verdict for people: plain words for workers, everything for caseworkers, pages for lawyers."""
