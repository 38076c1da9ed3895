"""The product's settings, with one trivial view beside its pages."""

from config.settings import *

ROOT_URLCONF = "bench.urls"
