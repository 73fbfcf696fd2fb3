"""The addresses of courses by what they serve; courses/urls.py joins them."""
