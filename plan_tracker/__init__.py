"""The shell around both applications: settings, addresses, sign-in, error pages, the frame."""

__version__ = "0.2.0"
