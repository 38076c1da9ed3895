"""The product's settings, with one trivial view beside its pages."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
