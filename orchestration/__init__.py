"""Dagster definitions of Potline: the only package that imports Dagster."""
