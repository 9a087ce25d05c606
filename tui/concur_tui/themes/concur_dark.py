"""The default theme: dark, with every role legible as text."""

from textual.theme import Theme

CONCUR_DARK = Theme(
    name="concur-dark",
    dark=True,
    background="#10151c",
    surface="#171e27",
    panel="#202a36",
    foreground="#e6edf3",
    primary="#58b4ff",
    secondary="#c7a0ff",
    accent="#2dd4bf",
    success="#4cd37d",
    warning="#f2b84b",
    error="#ff7b72",
    variables={
        "text": "#e6edf3",
        "text-muted": "#9fb0c0",
        "foreground-muted": "#9fb0c0",
        "success-lighten-2": "#b4f0c4",
        "warning-lighten-2": "#ffe0a3",
        "border": "#58b4ff",
        "border-blurred": "#44566a",
        "block-cursor-background": "#58b4ff",
        "block-cursor-foreground": "#10151c",
        "button-color-foreground": "#10151c",
        "footer-key-foreground": "#58b4ff",
        "footer-background": "#171e27",
        "input-selection-background": "#58b4ff 35%",
    },
)
