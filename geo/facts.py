"""How coordinates stand in the facts of an error."""


def written(coordinate: float) -> str:
    """Write a coordinate as it would stand in a file: ten digits at most, nothing grouped."""
    return f"{coordinate:.10g}"
