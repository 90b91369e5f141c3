"""Role-play: the simulated client. What it has heard, what it does next, in which words. No Rasa in here.

Where to begin reading: ``client`` (the dialogue policy), ``state`` (the dialogue state), ``kinds`` (a module
for each kind of conversation), ``wordings`` (its sentences); ``docs/roleplay.md`` tells how they work
together.
"""
