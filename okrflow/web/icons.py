"""The few icons of the pages: strokes on a 24 x 24 grid, drawn for okrflow."""

ICONS = {
    "add": "M12 5v14M5 12h14",
    "check": "M5 13l4 4L19 7",
    "close": "M6 6l12 12M18 6L6 18",
    "copy": "M9 9h10v11H9zM15 9V4H5v11h4",
    "down": "M6 9l6 6 6-6",
    "download": "M12 4v11M7 11l5 5 5-5M5 20h14",
    "lock": "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
    "next": "M9 6l6 6-6 6",
    "person": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21c0-4 4-6 8-6s8 2 8 6",
    "previous": "M15 6l-6 6 6 6",
    "search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M16 16l5 5",
    "up": "M6 15l6-6 6 6",
    "upload": "M12 20V8M7 12l5-5 5 5M5 4h14",
    "warning": "M12 4L2 20h20zM12 10v4M12 17v.5",
}
