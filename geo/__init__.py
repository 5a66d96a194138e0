"""Space, and nothing else: datum, Z-order keys, the point index, areas, network tracing.

The lowest floor of the house: it knows numpy, shapely, pyproj and rustworkx, and nothing of
customers, outages or screens. Longitudes and latitudes are WGS-84 degrees unless a name says
otherwise; longitude always comes first.
"""
