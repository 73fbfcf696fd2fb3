"""The Institute's own icons: 20 px grid, 1.5 px stroke, square joins. Inner SVG by name."""

ICONS: dict[str, str] = {
    "net": (
        '<circle cx="4.5" cy="5" r="2"/>'
        '<circle cx="4.5" cy="15" r="2"/>'
        '<path d="M6.5 5H10v5h2.5M6.5 15H10v-5"/>'
        '<path d="M15 7.5l2.5 2.5-2.5 2.5-2.5-2.5z"/>'
    ),
    "gantt": '<path d="M3 5h7M6.5 10h7M10 15h7"/>',
    "seal": '<path d="M10 2l8 8-8 8-8-8zM6.8 10.2l2.2 2.2 4.2-4.6"/>',
    "search": '<circle cx="8.5" cy="8.5" r="5.5"/><path d="M12.75 12.75L17 17"/>',
    "phone": (
        '<path d="M4 3h3.2l1.4 4-2 1.6a11 11 0 0 0 4.8 4.8l1.6-2 4 1.4V16a1 1 0 0 1-1'
        ' 1C9.4 17 3 10.6 3 4a1 1 0 0 1 1-1z"/>'
    ),
    "calendar": '<path d="M3 4.5h14v12.5H3zM3 8.5h14M7 2.5v4M13 2.5v4"/>',
    "clock": '<circle cx="10" cy="10" r="7.25"/><path d="M10 5.75V10l3 2"/>',
    "check": '<path d="M3.75 10.5l4.25 4.25 8.25-9.5"/>',
    "x": '<path d="M5 5l10 10M15 5L5 15"/>',
    "left": '<path d="M12.5 4.5L7 10l5.5 5.5"/>',
    "right": '<path d="M7.5 4.5l5.5 5.5-5.5 5.5"/>',
    "down": '<path d="M4.5 7.5l5.5 5.5 5.5-5.5"/>',
    "menu": '<path d="M3 5.5h14M3 10h14M3 14.5h14"/>',
    "contrast": (
        '<circle cx="10" cy="10" r="7.25"/><path class="f" d="M10 2.75a7.25 7.25 0 0 1 0 14.5z"/>'
    ),
    "alert": '<path d="M10 2.75l8 14H2zM10 8v4"/><circle class="f" cx="10" cy="14.3" r="1"/>',
    "info": (
        '<circle cx="10" cy="10" r="7.25"/>'
        '<path d="M10 9.25v4.5"/>'
        '<circle class="f" cx="10" cy="6.5" r="1"/>'
    ),
    "flag": '<path d="M5 17.5V3.25h10.5l-2.25 3.6 2.25 3.65H5"/>',
    "lock": '<path d="M4 9h12v8H4zM6.5 9V6.5a3.5 3.5 0 0 1 7 0V9"/>',
    "download": '<path d="M10 3v9.5M5.75 8.75L10 13l4.25-4.25M3.5 17h13"/>',
    "print": '<path d="M6 7V3h8v4M6 14H3V7h14v7h-3M6 11.5h8V17H6z"/>',
    "user": (
        '<circle cx="10" cy="6.5" r="3.5"/>'
        '<path d="M3.25 17.25c.5-4 2.9-5.5 6.75-5.5s6.25 1.5 6.75 5.5"/>'
    ),
    "users": (
        '<circle cx="7.5" cy="6.5" r="3"/>'
        '<path d="M2 16.5c.4-3.6 2.2-5 5.5-5s5.1 1.4 5.5 5M13 3.8a3 3 0 0 1 0 5.4M15 12'
        'c1.8.7 2.7 2.1 3 4.5"/>'
    ),
    "globe": (
        '<circle cx="10" cy="10" r="7.25"/>'
        '<path d="M2.75 10h14.5M10 2.75c5 4.5 5 10 0 14.5M10 2.75c-5 4.5-5 10 0 14.5"/>'
    ),
    "mail": '<path d="M2.5 4.5h15v11h-15zM3 5l7 6 7-6"/>',
    "filter": '<path d="M3 5h14M6 10h8M8.5 15h3"/>',
    "edit": '<path d="M3.75 16.25l.75-3.6 9-9 2.85 2.85-9 9z"/>',
    "message": '<path d="M3 3.75h14v9.75H9.25L5.75 17v-3.5H3z"/>',
    "external": '<path d="M8 4H4v12h12v-4M11 4h5v5M15.5 4.5L9 11"/>',
    "video": '<path d="M2.5 5.25h10.5v9.5H2.5zM13 9l4.5-2.5v7L13 11"/>',
    "pause": '<path d="M7 4.5v11M13 4.5v11"/>',
    "swap": '<path d="M3 7h13M12.5 3.5L16 7M17 13H4M7.5 16.5L4 13"/>',
    "eye": (
        '<path d="M1.75 10C4 6.3 6.7 4.5 10 4.5s6 1.8 8.25 5.5c-2.25 3.7-4.95 5.5-8.25'
        ' 5.5S4 13.7 1.75 10z"/>'
        '<circle cx="10" cy="10" r="2.5"/>'
    ),
    "saved": '<path d="M3 4.5L4.5 3h9L17 6.5V17H3zM7 3v4h6V3M6.5 12l2.25 2.25L13.5 9.5"/>',
    "book": '<path d="M3 4h5.5L10 5.5 11.5 4H17v12h-5.5L10 17.5 8.5 16H3zM10 5.5v12"/>',
    "keyboard": (
        '<path d="M2 5.25h16v9.5H2zM6 11.75h8"/>'
        '<path d="M5 8.5h.2M8.2 8.5h.2M11.5 8.5h.2M14.8 8.5h.2"/>'
    ),
    "plus": '<path d="M10 4v12M4 10h12"/>',
    "list": '<path d="M7 5h10M7 10h10M7 15h10M3 5h.3M3 10h.3M3 15h.3"/>',
    "note": '<path d="M4 3h12v9.5L11.5 17H4zM16 12.5h-4.5V17"/>',
}
