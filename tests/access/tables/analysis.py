"""The flow of a stream: figures, stages, forecasts, what-if, experiments, plans."""

from tests.access.rows import ALL, O, S, api, page

ROWS = [
    page(O + "what-moved/", get=ALL),
    page(S + "flow/", get=ALL),
    page(S + "stages/", get=ALL),
    page(S + "charts.csv", get=ALL, query="chart=velocity"),
    page(S + "charts.png", get=ALL, query="chart=velocity"),
    page(S + "forecast/", get=ALL),
    page(S + "quality/", get=ALL),
    page(S + "quality/<slug:check>/", get=ALL),
    api("value-streams/<slug:stream>/flow-metrics", get=ALL),
    api("value-streams/<slug:stream>/stages", get=ALL),
    api("value-streams/<slug:stream>/stage-history", get=ALL),
    api("value-streams/<slug:stream>/cumulative-flow", get=ALL),
    api("value-streams/<slug:stream>/flow-time-histogram", get=ALL),
    api("value-streams/<slug:stream>/ageing", get=ALL),
    api("value-streams/<slug:stream>/forecast", get=ALL, query="items=5"),
    api("value-streams/<slug:stream>/data-quality", get=ALL),
    api("value-streams/<slug:stream>/data-quality/items", get=ALL, query="check=idle"),
]
