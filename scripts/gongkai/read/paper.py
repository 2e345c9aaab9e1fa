"""How large the paper was that a picture shows."""

_BELIEVED_DPI = range(100, 1201)  # what lies outside says how a screen shows the picture, not how large the paper was
_A4_LONG = 841.89  # points: the paper of a picture that does not say how large it was


def points_a_pixel(wide: int, high: int, dpi: float) -> float:
    """The size of a pixel on paper in points, of a picture that claims `dpi` (0: claims nothing)."""
    return 72 / dpi if round(dpi) in _BELIEVED_DPI else _A4_LONG / max(wide, high)
