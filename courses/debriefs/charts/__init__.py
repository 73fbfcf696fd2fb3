"""The drawings of a debrief: SVG without scripts or styles, each told in words as well."""
