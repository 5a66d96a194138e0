"""The rules of an outage: its life, its list, its promises, its milestones, its repetition."""
