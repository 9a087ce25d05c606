"""The bytes that a terminal sends for a key, and tmux's own word for it."""

_XTERM = {
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "insert": "\x1b[2~",
    "delete": "\x1b[3~",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "enter": "\r",
    "escape": "\x1b",
    "backspace": "\x7f",
    "space": " ",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
    "f11": "\x1b[23~",
    "f12": "\x1b[24~",
}

_TMUX = {
    "home": "Home",
    "end": "End",
    "insert": "IC",
    "delete": "DC",
    "pageup": "PPage",
    "pagedown": "NPage",
    "shift+tab": "BTab",
    "backspace": "BSpace",
}


def bytes_of_key(key: str) -> bytes:
    """Return what an xterm sends for `key`; raises ValueError for a key that it does not know."""
    if key in _XTERM:
        return _XTERM[key].encode()
    if len(key) == 1:
        return key.encode()
    modifier, _, base = key.partition("+")
    if modifier == "ctrl" and len(base) == 1:
        return bytes([ord(base.upper()) & 0x1F])
    if modifier == "alt":
        return b"\x1b" + bytes_of_key(base)
    raise ValueError(f"no key is called {key!r}: use a character, ctrl+x, alt+x or {list(_XTERM)}")


def tmux_name_of_key(key: str) -> str:
    """Return tmux's name for `key`; raises ValueError for a key that it does not know."""
    bytes_of_key(key)
    if key in _TMUX:
        return _TMUX[key]
    if len(key) == 1:
        return key
    modifier, _, base = key.partition("+")
    if modifier in ("ctrl", "alt"):
        return f"{'C' if modifier == 'ctrl' else 'M'}-{tmux_name_of_key(base)}"
    return key.capitalize()
