"""The Rasa side: the only package that imports Rasa. config.yml and endpoints.yml name its components."""
