"""Dark ink on white for a projector in a lit room, which washes out pale colours."""

from textual.theme import Theme

PROJECTOR_LIGHT = Theme(
    name="projector-light",
    dark=False,
    background="#ffffff",
    surface="#f6f7f9",
    panel="#e9ecf0",
    foreground="#111418",
    primary="#0550ae",
    secondary="#7a2aa8",
    accent="#00636b",
    success="#116329",
    warning="#8a4600",
    error="#b3121d",
    variables={
        "text": "#111418",
        "text-muted": "#4a525c",
        "text-primary": "#0550ae",
        "text-secondary": "#7a2aa8",
        "text-accent": "#00636b",
        "text-success": "#116329",
        "text-warning": "#8a4600",
        "text-error": "#b3121d",
        "foreground-muted": "#4a525c",
        "success-lighten-2": "#2f8f4e",
        "warning-lighten-2": "#b36b12",
        "border": "#0550ae",
        "border-blurred": "#8b95a1",
        "block-cursor-background": "#0550ae",
        "block-cursor-foreground": "#ffffff",
        "button-color-foreground": "#ffffff",
        "footer-key-foreground": "#0550ae",
        "footer-background": "#e9ecf0",
        "input-selection-background": "#0550ae 25%",
    },
)
