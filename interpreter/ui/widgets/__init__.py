"""Widgets: one a module; they show values and emit wishes."""
