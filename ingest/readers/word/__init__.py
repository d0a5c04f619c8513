"""Word files: docx, and what LibreOffice makes into one."""
