"""How long tests wait for what always comes.

So long that only what never comes fails, also on a machine that does other work.
"""

PATIENCE = 300.0
