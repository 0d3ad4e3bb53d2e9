"""What stock software reads of the portal's files: pysdmx of the SDMX files, DuckDB of the Parquet file.

sdmx.py STRUCTURE SDMX-CSV PARQUET prints both tables as JSON.
"""
import json
import sys
from pathlib import Path

import duckdb
from pysdmx.io import get_datasets, read_sdmx

structure, data, parquet = map(Path, sys.argv[1:])

# Reading holds the message against the schema of SDMX-JSON 2.0.
message = read_sdmx(structure)
definition = next(one for one in message.structures if type(one).__name__ == "DataStructureDefinition")
[dataset] = get_datasets(data, structure)
table = dataset.data

columns = {component.id for component in definition.components}
assert set(table.columns) == columns, (sorted(table.columns), sorted(columns))
for component in definition.components:
    if component.enumeration:
        unknown = set(table[component.id]) - {code.id for code in component.enumeration}
        assert not unknown, (component.id, unknown)

found = duckdb.sql(f"SELECT * FROM read_parquet('{parquet}')")
about = duckdb.sql(f"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{parquet}')").fetchall()
print(json.dumps({
    "sdmx": table.to_dict(orient="records"),
    "parquet": [dict(zip(found.columns, map(lambda value: value if value is None or isinstance(value, int) else str(value), row))) for row in found.fetchall()],
    "types": dict(zip(found.columns, map(str, found.types))),
    "about": dict(about),
}))
