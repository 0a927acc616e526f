"""The look: tokens, fonts, macros, icons and their stories."""
