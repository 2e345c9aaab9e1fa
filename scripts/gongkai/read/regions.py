"""Elementary cells united into the rectangles that are printed as one cell. Pure counting."""

#: A rectangle of elementary cells: row and column (from 0), row span, column span.
Span = tuple[int, int, int, int]


class Regions:
    """Elementary cells united into rectangles: a union that is no rectangle grows until it is one."""

    def __init__(self, rows: int, columns: int) -> None:
        self._columns = columns
        self._rows = rows
        self._parent = list(range(rows * columns))
        self._box = [(r, k, r, k) for r in range(rows) for k in range(columns)]

    def _root(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def unite(self, a: tuple[int, int], b: tuple[int, int]) -> None:
        """Makes one of the regions of two elementary cells, each given by row and column."""
        i, j = self._root(a[0] * self._columns + a[1]), self._root(b[0] * self._columns + b[1])
        if i == j:
            return
        self._parent[j] = i
        p, q = self._box[i], self._box[j]
        self._box[i] = (min(p[0], q[0]), min(p[1], q[1]), max(p[2], q[2]), max(p[3], q[3]))

    def rectangles(self) -> list[Span]:
        """The regions, top to bottom and left to right, each grown to a rectangle."""
        parts = sorted({self._root(n) for n, parent in enumerate(self._parent) if n != parent})
        while any(self._grows(i) for i in parts):
            parts = sorted({self._root(n) for n in parts})
        roots = sorted((n for n, parent in enumerate(self._parent) if n == parent), key=self._box.__getitem__)
        return [(r0, k0, r1 - r0 + 1, k1 - k0 + 1) for r0, k0, r1, k1 in (self._box[n] for n in roots)]

    def _grows(self, i: int) -> bool:
        """Takes in whatever lies in the box of a region without being part of it."""
        grown = False
        r0, k0, r1, k1 = self._box[self._root(i)]
        for r in range(r0, r1 + 1):
            for k in range(k0, k1 + 1):
                if self._root(r * self._columns + k) != self._root(i):
                    self.unite((r0, k0), (r, k))
                    # The corner of a growing box may belong to a neighbour: unite with its owner too.
                    self.unite((r, k), divmod(i, self._columns))
                    grown = True
        return grown
