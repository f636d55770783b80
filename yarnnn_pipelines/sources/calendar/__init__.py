"""Calendars: .ics files and Google Calendar's API as item versions."""
