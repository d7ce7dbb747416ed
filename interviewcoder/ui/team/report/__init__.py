"""The parts of the page “Team report”: its tables, how their cells are painted, and the bar above them."""
