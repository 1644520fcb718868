"""Templates: the blank workbook of a plant and period, made from the reference data."""

from pipelines.template.request import Request, TemplateError, request_of
from pipelines.template.workbook import write_template

__all__ = ["Request", "TemplateError", "request_of", "write_template"]
