"""What people meet: the form for respondents, the dashboard for project staff, the command line for both."""
