"""Where every mail of the demo ends: an SMTP sink and a page to read the mails."""
