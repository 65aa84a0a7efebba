#!/usr/bin/env python3
"""Derives world.bin, the outline of the map chart, from Natural Earth.

Natural Earth (naturalearthdata.com) is in the public domain. Its countries at 1:50 million,
version 4.1, come as TopoJSON in the package world-atlas of npm:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python3 data/map/derive.py package/countries-50m.json

TopoJSON keeps a line between two areas once, as an arc; so does world.bin. Arcs are simplified after
Visvalingam and Whyatt 1993, and rounded to a hundredth of a degree. The file is numbers of seven
bits a byte, the lowest first (LEB128), signed ones zigzag:

    count of arcs; of each: count of points; of each point: degrees east and north times 100, as the
        distance from the point before
    count of rings, which may cross the date line, the largest first; of each: 1 for land or 0 for water, count of arcs, and of each
        arc 2 n, or 2 n + 1 if it runs backwards
    count of borders; of each: an arc's number
    count of disputed borders; likewise

A border is disputed where the countries on its two sides do not agree that it is one. Natural Earth
draws who is in control; which of its lines are disputed is said here.
"""

import json
import math
import sys
from collections import defaultdict
from pathlib import Path

# Points that make a triangle of less than so many square degrees with their neighbours go.
FINE = 0.0012
# Islands and lakes smaller than so many square degrees go.
SPECK = 0.003
UNITS = 100

DISPUTED = [
    {"Serbia", "Kosovo"},
    {"Cyprus", "N. Cyprus"},
    {"Somalia", "Somaliland"},
    {"Morocco", "W. Sahara"},
    {"Israel", "Palestine"},
    {"India", "Siachen Glacier"},
    {"Pakistan", "Siachen Glacier"},
    {"China", "Siachen Glacier"},
]


def is_disputed(countries, arc):
    # North of the Crimea, which Russia holds.
    crimea = countries == {"Ukraine", "Russia"} and all(lat < 46.5 for _, lat in arc)
    return crimea or countries in DISPUTED


def arcs_of(topology):
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        yield points


def simplified(points):
    """Takes out the point that matters least until all that are left matter."""

    def matters(a, b, c):
        narrow = math.cos(math.radians(b[1]))
        return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2 * narrow

    points = list(points)
    closed = points[0] == points[-1]
    while len(points) > (4 if closed else 2):
        areas = [matters(*points[i - 1 : i + 2]) for i in range(1, len(points) - 1)]
        least = min(range(len(areas)), key=areas.__getitem__)
        if areas[least] >= FINE:
            break
        # Far apart, several can go in one round.
        cut = sorted(range(len(areas)), key=areas.__getitem__)[: max(1, len(areas) // 8)]
        gone = set()
        for i in cut:
            if areas[i] < FINE and i - 1 not in gone and i + 1 not in gone:
                gone.add(i)
        keep = 4 if closed else 2
        if len(points) - len(gone) < keep:
            gone = {least}
        points = [p for i, p in enumerate(points) if i - 1 not in gone]
    return points


def rounded(points):
    out = []
    for lon, lat in points:
        point = (round(lon * UNITS), round(lat * UNITS))
        if not out or out[-1] != point:
            out.append(point)
    return out


def unrolled(ring):
    """The ring without jumps where it crosses the date line."""
    out = ring[:1]
    for lon, lat in ring[1:]:
        out.append((lon - 360 * UNITS * round((lon - out[-1][0]) / 360 / UNITS), lat))
    return out


def area(ring):
    ring = unrolled(ring)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:]))) / 2 / UNITS**2


def number(out, n):
    while n >= 0x80:
        out.append(n & 0x7F | 0x80)
        n >>= 7
    out.append(n)


def signed(out, n):
    number(out, 2 * n if n >= 0 else -2 * n - 1)


def main():
    topology = json.loads(Path(sys.argv[1]).read_text())
    exact = list(arcs_of(topology))
    arcs = [rounded(simplified(arc)) for arc in exact]

    sides = defaultdict(set)
    for country in topology["objects"]["countries"]["geometries"]:
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        for arc in (arc for polygon in polygons for ring in polygon for arc in ring):
            sides[arc if arc >= 0 else ~arc].add(country["properties"]["name"])
    borders = [arc for arc, countries in sorted(sides.items()) if len(countries) > 1]
    disputed = [arc for arc in borders if is_disputed(sides[arc], exact[arc])]
    borders = [arc for arc in borders if arc not in disputed]

    rings = []
    for land in topology["objects"]["land"]["geometries"]:
        for polygon in land["arcs"]:
            for nth, ring in enumerate(polygon):
                points = []
                for arc in ring:
                    points += arcs[arc] if arc >= 0 else arcs[~arc][::-1]
                if len(points) >= 4 and area(points) >= SPECK:
                    rings.append((area(points), 1 if nth == 0 else 0, ring))
    rings.sort(key=lambda ring: -ring[0])

    # Arcs that nothing uses any more are left out.
    used = sorted({arc if arc >= 0 else ~arc for _, _, ring in rings for arc in ring} | set(borders) | set(disputed))
    place = {arc: nth for nth, arc in enumerate(used)}
    out = bytearray()
    number(out, len(used))
    for arc in used:
        number(out, len(arcs[arc]))
        x = y = 0
        for point in arcs[arc]:
            signed(out, point[0] - x)
            signed(out, point[1] - y)
            x, y = point
    number(out, len(rings))
    for _, land, ring in rings:
        number(out, land)
        number(out, len(ring))
        for arc in ring:
            number(out, 2 * place[arc] if arc >= 0 else 2 * place[~arc] + 1)
    for lines in (borders, disputed):
        number(out, len(lines))
        for arc in lines:
            number(out, place[arc])
    Path(__file__).with_name("world.bin").write_bytes(out)
    points = sum(len(arcs[arc]) for arc in used)
    print(f"{len(used)} arcs, {points} points, {len(rings)} rings, {len(borders)} borders, "
          f"{len(disputed)} disputed: {len(out)} bytes")


main()
