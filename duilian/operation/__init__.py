"""Keeping the program's processes alive: started, watched, started again, ended, their output in logs."""
