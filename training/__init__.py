import os

if "OMP_WAIT_POLICY" not in os.environ:
    # Before `models` sets 1,000 turns, as for a program that answers. A step of a small BERT takes 0.25 s
    # with 20,000, 0.29 s with 5,000 and 0.41 s with 1,000; beside a busy program 1.0, 0.58 and 0.67 s.
    os.environ.setdefault("GOMP_SPINCOUNT", "5000")
