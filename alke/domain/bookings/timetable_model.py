"""A programme of whole numbers, column by column and row by row, and HiGHS that solves it.

HiGHS and numpy are brought in when the first one is solved: the pages' process stays light.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final

INFINITE: Final = float("inf")
NEARLY: Final = 1e-6


class Unsolved(RuntimeError):
    """HiGHS found no solution in the time it had, or there is none."""


class Impossible(Unsolved):
    """There is no solution."""


class Model:
    """Columns are numbers from zero up; costs are whole, and are made as small as possible."""

    def __init__(self, longest: float = 60.0) -> None:
        import highspy  # noqa: PLC0415 - 40 MB that few processes need

        self._highs: Any = highspy
        self._solver: Any = _solver()()
        for name, value in (
            ("threads", 1),
            ("parallel", "off"),
            ("random_seed", 0),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.99),  # costs are whole numbers: less than one is no difference
        ):
            self._set(name, value)
        self._longest = longest
        self._costs: list[float] = []
        self._upper: list[float] = []
        self._binary: list[int] = []
        self._whole: list[int] = []  # of these, those that HiGHS has not been told of
        self._low: list[float] = []
        self._high: list[float] = []
        self._starts: list[int] = []
        self._index: list[int] = []
        self._signs: list[float] = []
        self._sent_columns = self._sent_rows = 0
        self._priced: set[int] = set()

    def column(self, cost: float = 0.0, upper: float = INFINITE) -> int:
        """A new column; its number."""
        self._costs.append(cost)
        self._upper.append(upper)
        return len(self._costs) - 1

    def binary(self) -> int:
        """A column that is 0 or 1."""
        number = self.column(upper=1.0)
        self._whole.append(number)
        self._binary.append(number)
        return number

    def row(
        self,
        low: float,
        high: float,
        columns: Sequence[int],
        signs: Iterable[float] | None = None,
    ) -> None:
        """Holds the sum of the columns, each times its sign, between `low` and `high`."""
        self._low.append(low)
        self._high.append(high)
        self._starts.append(len(self._index))
        self._index.extend(columns)
        self._signs.extend(signs if signs is not None else [1.0] * len(columns))

    def run(self) -> bool:
        """Solves it; whether the solution is proven to be the best. Raises `Unsolved`."""
        self._send()
        self._set("time_limit", self._solver.getRunTime() + self._longest)  # its clock runs on
        self._solver.run()
        status = self._solver.getModelStatus()
        if status == self._highs.HighsModelStatus.kOptimal:
            return True
        feasible = self._solver.getInfo().primal_solution_status
        if feasible != self._highs.SolutionStatus.kSolutionStatusFeasible:
            none = status == self._highs.HighsModelStatus.kInfeasible
            raise (Impossible if none else Unsolved)(str(status))
        return False

    def minimise(self, costs: Mapping[int, float]) -> bool:
        """Solves it for these costs alone."""
        self._price(costs)
        return self.run()

    def relax(self, costs: Mapping[int, float]) -> bool:
        """The same without whole numbers, with prices; whether they came out whole all the same."""
        self._price(costs)
        self._set("solve_relaxation", value=True)
        try:
            if not self.run():
                raise Unsolved
        finally:
            self._set("solve_relaxation", value=False)
        values = self.values()
        return all(abs(values[n] - round(values[n])) < NEARLY for n in self._binary)

    def cost(self) -> float:
        """What the solution costs."""
        return sum(cost * value for cost, value in zip(self._costs, self.values(), strict=True))

    def close(self, number: int) -> None:
        """Holds the column at zero from now on."""
        self.bound(number, 0.0)

    def upper(self, number: int) -> float:
        """What the column may be at most."""
        return self._upper[number]

    def bound(self, number: int, upper: float) -> None:
        """Holds the column between zero and `upper` from now on."""
        self._upper[number] = upper
        if number < self._sent_columns:
            self._solver.changeColBounds(number, 0.0, upper)

    def _set(self, name: str, value: object) -> None:
        self._solver.setOptionValue(name, value)

    def _price(self, costs: Mapping[int, float]) -> None:
        for number in self._priced - costs.keys():
            self._costs[number] = 0.0
        for number, cost in costs.items():
            self._costs[number] = cost
        self._change(sorted(self._priced | costs.keys()))
        self._priced = set(costs)

    def values(self) -> Sequence[float]:
        """What each column is in the solution."""
        found: Sequence[float] = self._solver.getSolution().col_value
        return found

    def prices(self) -> Sequence[float]:
        """How much dearer the solution of a linear programme gets with a column (reduced cost)."""
        found: Sequence[float] = self._solver.getSolution().col_dual
        return found

    def _change(self, numbers: list[int]) -> None:
        for number in numbers:
            if number < self._sent_columns:
                self._solver.changeColCost(number, self._costs[number])

    def _send(self) -> None:
        """Hands over the columns and rows that are new."""
        first, self._sent_columns = self._sent_columns, len(self._costs)
        if count := self._sent_columns - first:
            costs, upper = self._costs[first:], self._upper[first:]
            self._solver.addCols(count, costs, [0.0] * count, upper, 0, [], [], [])
            for number in self._whole:
                self._solver.changeColIntegrality(number, self._highs.HighsVarType.kInteger)
            self._whole.clear()
        first, self._sent_rows = self._sent_rows, len(self._low)
        if count := self._sent_rows - first:
            start = self._starts[first]
            self._solver.addRows(
                count,
                self._low[first:],
                self._high[first:],
                len(self._index) - start,
                [place - start for place in self._starts[first:]],
                self._index[start:],
                self._signs[start:],
            )


@cache
def _solver() -> Any:
    """HiGHS that prints nothing: its first act after it is made would be to say who it is."""
    import highspy  # noqa: PLC0415 - 40 MB that few processes need

    highs: Any = highspy.Highs

    class Silent(highs):  # type: ignore[misc]
        def enableCallbacks(self) -> None:  # noqa: N802
            self.setOptionValue("output_flag", False)  # noqa: FBT003
            super().enableCallbacks()

    return Silent
