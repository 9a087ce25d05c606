"""Black ground and saturated bright colours, for low vision and worn-out projectors."""

from textual.theme import Theme

HIGH_CONTRAST = Theme(
    name="high-contrast",
    dark=True,
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    foreground="#ffffff",
    primary="#6cc7ff",
    secondary="#e0a8ff",
    accent="#00ffff",
    success="#3dff6e",
    warning="#ffe000",
    error="#ff8f8f",
    variables={
        "text": "#ffffff",
        "text-muted": "#d0d0d0",
        "foreground-muted": "#d0d0d0",
        "success-lighten-2": "#d5ffdf",
        "warning-lighten-2": "#fff7b8",
        "border": "#ffffff",
        "border-blurred": "#8c8c8c",
        "block-cursor-background": "#ffe000",
        "block-cursor-foreground": "#000000",
        "button-color-foreground": "#000000",
        "footer-key-foreground": "#ffe000",
        "footer-background": "#000000",
        "input-selection-background": "#6cc7ff 45%",
    },
)
