"""NumPy, or Numba when the first argument says so: answers as serve.ts does, timing its own loop."""
import json
import os
import sys
from time import perf_counter_ns

import numpy as np

USE_NUMBA = sys.argv[1] == "numba"
if USE_NUMBA:
    import math

    import numba


def numpy_work(case):
    def hypotenuse(a, b, out=None):
        return np.sqrt(a * a + b * b, out=out)

    def branchy(x, out=None):
        result = np.where(x < 0, -x, np.where(x > 1, 1.0, x * x))
        if out is None:
            return result
        out[...] = result
        return out

    return {"minimum": np.minimum, "add": np.add, "mixed": np.add, "hypotenuse": hypotenuse, "branchy": branchy}[case["work"]]


def numba_work(case):
    bodies = {
        "minimum": lambda a, b: a if a < b else b,
        "add": lambda a, b: a + b,
        "mixed": lambda a, b: a + b,
        "hypotenuse": lambda a, b: math.sqrt(a * a + b * b),
        "branchy": lambda x: -x if x < 0 else (1.0 if x > 1 else x * x),
    }
    signature = f"{case['result']}({','.join(case['types'])})"
    return numba.vectorize([signature])(bodies[case["work"]])


def operands(case, directory):
    layout, shape = case["layout"], case["shape"]
    for index, name in enumerate(case["types"]):
        base = shape
        if layout == "strided":
            base = [2 * shape[0]]
        elif layout == "transposed" and index == 0:
            base = shape[::-1]
        elif layout == "rows" and index == 1:
            base = [3]
        path = os.path.join(directory, f"{name}-{index}")
        block = np.fromfile(path, name, int(np.prod(base))).reshape(base)
        yield block[::2] if layout == "strided" else block.T if layout == "transposed" and index == 0 else block


def time(work, arguments, out, times):
    start = perf_counter_ns()
    if out is None:
        for _ in range(times):
            work(*arguments)
    else:
        for _ in range(times):
            work(*arguments, out=out)
    return perf_counter_ns() - start


def serve():
    work, arguments, out = None, (), None
    for line in sys.stdin:
        question = json.loads(line)
        answer = {}
        if "prepare" in question:
            case = question["prepare"]
            work = numba_work(case) if USE_NUMBA else numpy_work(case)
            arguments = list(operands(case, question["directory"]))
            out = np.empty(case["shape"], case["result"]) if case["out"] else None
            answer = {"skip": None}
        elif "time" in question:
            answer = {"ns": time(work, arguments, out, question["time"])}
        else:
            np.ascontiguousarray(work(*arguments, out=out)).tofile(question["store"])
        print(json.dumps(answer), flush=True)


serve()
