"""The Streamlit dashboard: pages over what is published. Each number on a page is a view or a query."""
