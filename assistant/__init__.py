"""The conversation; knows nothing of HTTP, audio or screens."""

import os

# One query is one small product of a matrix and a vector: handing it to several threads costs 2.5 ms instead of 0.1 ms.
# It has to be said before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
