"""据典 in a browser: `judian serve` runs this page."""

from web.ask_page import draw_page

draw_page()
