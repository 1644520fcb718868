"""Templates: the blank workbook of a plant and period, made from the reference data."""

from pipelines.template.history import History, history_of
from pipelines.template.request import Request, TemplateError, request_of
from pipelines.template.workbook import write_template

__all__ = ["History", "Request", "TemplateError", "history_of", "request_of", "write_template"]
