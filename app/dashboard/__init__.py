"""The dashboard for project staff: short Streamlit pages that choose, compute, release and show."""
