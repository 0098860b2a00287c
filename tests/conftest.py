"""Settings of all tests."""

from hypothesis import settings

settings.register_profile("timeless", deadline=None)  # a busy machine is no fault: speed is measured by `make bench`
settings.load_profile("timeless")
