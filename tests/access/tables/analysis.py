"""The flow of a stream: figures, stages, forecasts, what-if, experiments, plans."""

from tests.access.rows import ALL, S, api, page

ROWS = [
    page(S + "flow/", get=ALL),
    page(S + "stages/", get=ALL),
    api("value-streams/<slug:stream>/flow-metrics", get=ALL),
    api("value-streams/<slug:stream>/stages", get=ALL),
]
