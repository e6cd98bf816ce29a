"""Distances, and the shift between WGS-84 and the coordinates of Chinese maps (GCJ-02). Pure; good to a few metres."""

from math import cos, hypot, pi, radians, sin, sqrt

EARTH = 6_371_008.8
AXIS, ECCENTRICITY = 6_378_245.0, 0.00669342162296594323


def distance(lng: float, lat: float, to_lng: float, to_lat: float) -> float:
    """Metres between two points of one city (flat approximation)."""
    return EARTH * hypot(radians(to_lat - lat), radians(to_lng - lng) * cos(radians((lat + to_lat) / 2)))


def _swell(t: float, inner: float, outer: float) -> float:
    near = 20 * sin(t * pi) + 40 * sin(t / 3 * pi)
    return (near + inner * sin(t / 12 * pi) + outer * sin(t / 30 * pi)) * 2 / 3


def _waves(lng: float, lat: float) -> tuple[float, float]:
    x, y = lng - 105.0, lat - 35.0
    common = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + common
    north += _swell(y, 160, 320)
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + common
    east += _swell(x, 150, 300)
    return east, north


def _shift(lng: float, lat: float) -> tuple[float, float]:
    east, north = _waves(lng, lat)
    curve = 1 - ECCENTRICITY * sin(radians(lat)) ** 2
    root = sqrt(curve)
    north_radius = AXIS * (1 - ECCENTRICITY) / (curve * root)
    return east * 180 / (AXIS / root * cos(radians(lat)) * pi), north * 180 / (north_radius * pi)


def to_gcj(lng: float, lat: float) -> tuple[float, float]:
    east, north = _shift(lng, lat)
    return lng + east, lat + north


def to_wgs(lng: float, lat: float) -> tuple[float, float]:
    east, north = _shift(lng, lat)
    return lng - east, lat - north
