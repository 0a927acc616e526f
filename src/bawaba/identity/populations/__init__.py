"""Five groups of people, one file each; discovered from this folder."""

from bawaba.identity.populations.shape import NotReady, Population
from bawaba.identity.populations.shelf import population, populations

__all__ = ["NotReady", "Population", "population", "populations"]
