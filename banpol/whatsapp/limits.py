"""The lengths that the Cloud API accepts, in characters, as Meta's reference counts them."""

from __future__ import annotations

TEXT = 4096
INTERACTIVE_BODY = 1024
BUTTONS, BUTTON_TITLE = 3, 20
ROWS, ROW_TITLE, ROW_DESCRIPTION = 10, 24, 72
LIST_LABEL = 20
OPAQUE = 512
LINE, CAPTION, LINK = 60, 1024, 2048
