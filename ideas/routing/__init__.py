"""The pure heart of Groundswell: answers to departments, people and dates, without a database.

`parsing` turns the text of a rule set into values, `rules` applies it to answers, `clock` counts working days,
`assignment` chooses the person. Nothing here reads a table, a file, a setting or the time of day.
"""
