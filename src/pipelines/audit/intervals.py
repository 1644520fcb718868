"""Intervals of exact fractions: what a printed figure may stand for, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Interval:
    """All values from `low` to `high`, both included."""

    low: Fraction
    high: Fraction

    @classmethod
    def exactly(cls, value: Fraction | int) -> Interval:
        """The interval that holds one value."""
        return cls(Fraction(value), Fraction(value))

    @classmethod
    def printed(cls, text: str, digit: int | None = None) -> Interval:
        """What a printed number may stand for: half a unit of its last digit either way.

        `digit` is the power of ten of the last digit that counts, where it is not the last printed.
        """
        value = Decimal(text)
        exponent = value.as_tuple().exponent
        last = digit if digit is not None else int(exponent)
        half = Fraction(10) ** last / 2
        return cls(Fraction(value) - half, Fraction(value) + half)

    @property
    def middle(self) -> Fraction:
        """The value in the middle."""
        return (self.low + self.high) / 2

    @property
    def is_positive(self) -> bool:
        """Whether every value is above zero."""
        return self.low > 0

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def __truediv__(self, other: Interval) -> Interval:
        """The quotients. Raises ZeroDivisionError where the divisor may be zero."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("the divisor may be zero")
        return self * Interval(1 / other.high, 1 / other.low)

    def times(self, factor: Fraction | int) -> Interval:
        """Every value multiplied."""
        return self * Interval.exactly(factor)


def shown(value: Fraction, digits: int = 5) -> str:
    """A number with so many significant digits, without exponent: `28,980,000`, `0.00024`."""
    if value == 0:
        return "0"
    number = Decimal(value.numerator) / Decimal(value.denominator)
    exponent = number.adjusted() - digits + 1
    rounded = number.quantize(Decimal(1).scaleb(exponent)) if exponent < 0 else round(number)
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown_interval(interval: Interval) -> str:
    """Both ends of an interval, or its one value."""
    if interval.low == interval.high:
        return shown(interval.low)
    return f"{shown(interval.low)} … {shown(interval.high)}"
