"""`python -m pipelines.cli` is `potline`."""

from pipelines.cli import main

main()
