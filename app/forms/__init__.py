"""The form for respondents: server-rendered pages that work without script and keep no trace."""
