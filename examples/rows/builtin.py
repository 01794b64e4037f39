"""A row: NumPy's builtin. Same protocol as row.ts. (A file named numpy.py would hide the library.)"""
import os
import statistics
import sys
import time

import numpy

directory, name, count = sys.argv[1:4]
a, b = (numpy.fromfile(os.path.join(directory, operand), numpy.int32, int(count)) for operand in "ab")
out = numpy.empty_like(a)
numpy.minimum(a, b, out=out)
seconds = []
for _ in range(5):
    start = time.perf_counter()
    numpy.minimum(a, b, out=out)
    seconds.append(time.perf_counter() - start)
out.tofile(os.path.join(directory, name))
print(statistics.median(seconds))
