"""The actions of Rasa's action server, one a file. It imports this package once, when it starts."""

from duilian.discretion import keep_speech_out

keep_speech_out()
