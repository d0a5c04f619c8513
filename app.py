"""据典 in a browser: `judian serve` runs this."""

from web.shell import draw_app

draw_app()
