"""From any text to lines of glyphs: what can be shown, in which face, in which order."""
