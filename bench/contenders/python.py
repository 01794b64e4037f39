"""NumPy, or Numba when the first argument says so: answers as serve.ts does, timing its own loop.

`numpy-small-pages` is NumPy on pages of 4 KiB, and takes part where pages matter.
"""
import json
import math
import sys
from time import perf_counter_ns

import numpy as np

CONTENDER = sys.argv[1]
if CONTENDER == "numba":
    import numba

np.seterr(all="ignore")
RADIANS = math.pi / 180


def hypotenuse(a, b, out=None):
    return np.sqrt(a * a + b * b, out=out)


def branchy(x, out=None):
    return stored(np.where(x < 0, -x, np.where(x > 1, 1.0, x * x)), out)


def haversine(latitude1, longitude1, latitude2, longitude2, out=None):
    north = np.sin((latitude2 - latitude1) * (RADIANS / 2))
    east = np.sin((longitude2 - longitude1) * (RADIANS / 2))
    square = north * north + np.cos(latitude1 * RADIANS) * np.cos(latitude2 * RADIANS) * east * east
    return np.multiply(12742.0176, np.arcsin(np.sqrt(square)), out=out)


def normal(x):
    t = 1 / (1 + 0.2316419 * np.abs(x))
    sum = ((((1.330274429 * t - 1.821255978) * t + 1.781477937) * t - 0.356563782) * t + 0.31938153) * t
    tail = 0.3989422804014327 * np.exp(-0.5 * x * x) * sum
    return np.where(x < 0, tail, 1 - tail)


def black_scholes(spot, strike, years, volatility, out=None):
    spread = volatility * np.sqrt(years)
    d1 = (np.log(spot / strike) + (0.01 + 0.5 * volatility * volatility) * years) / spread
    return np.subtract(spot * normal(d1), strike * np.exp(-0.01 * years) * normal(d1 - spread), out=out)


def stored(result, out):
    if out is None:
        return result
    out[...] = result
    return out


NUMPY = {
    "minimum": np.minimum,
    "add": np.add,
    "mixed": np.add,
    "hypotenuse": hypotenuse,
    "branchy": branchy,
    "haversine": haversine,
    "blackScholes": black_scholes,
}


def escape(real, imaginary):
    x = y = 0.0
    count = 0
    while count < 200 and x * x + y * y <= 4:
        x, y = x * x - y * y + real, 2 * x * y + imaginary
        count += 1
    return count


def haversine_of_one(latitude1, longitude1, latitude2, longitude2):
    north = math.sin((latitude2 - latitude1) * (RADIANS / 2))
    east = math.sin((longitude2 - longitude1) * (RADIANS / 2))
    square = north * north + math.cos(latitude1 * RADIANS) * math.cos(latitude2 * RADIANS) * east * east
    return 12742.0176 * math.asin(math.sqrt(square))


NUMBA = {
    "minimum": lambda a, b: a if a < b else b,
    "add": lambda a, b: a + b,
    "mixed": lambda a, b: a + b,
    "hypotenuse": lambda a, b: math.sqrt(a * a + b * b),
    "branchy": lambda x: -x if x < 0 else (1.0 if x > 1 else x * x),
    "escape": escape,
    "haversine": haversine_of_one,
    "np.sin": lambda x: math.sin(x),
    "np.cos": lambda x: math.cos(x),
    "np.exp": lambda x: math.exp(x),
    "np.log": lambda x: math.log(x),
    "np.tanh": lambda x: math.tanh(x),
    "np.power": lambda x, y: x**y,
}


def function(case):
    """What is called for each case; None where there is none."""
    work = case["work"]
    if CONTENDER == "numba":
        if work not in NUMBA or case["method"] != "call" or case.get("where"):
            return None
        types = ",".join(input["type"] for input in case["inputs"])
        return numba.vectorize([f"{case['result']['type']}({types})"])(NUMBA[work])
    if CONTENDER == "numpy-small-pages" and not matters(case):
        return None
    return getattr(np, work[3:], None) if work.startswith("np.") else NUMPY.get(work)


def matters(case):
    whole = all(input["view"] == "whole" and len(input["shape"]) == 1 for input in case["inputs"])
    return whole and max(math.prod(input["shape"]) for input in case["inputs"]) >= 1e7


def operands(case, files):
    for input, path in zip(case["inputs"], files):
        shape = input["shape"]
        block = np.fromfile(path, input["type"], math.prod(shape)).reshape(shape)
        yield {"whole": block, "strided": block[::2], "transposed": block.T}[input["view"]]


def prepare(case, files):
    """The function, its arguments and its keywords; a sentence where there is none."""
    work = function(case)
    if work is None:
        return "has none"
    arguments, options = list(operands(case, files)), {}
    type, shape = case["result"]["type"], case["result"]["shape"]
    if case["method"] == "at":
        return work.at, [np.zeros(shape, type), *arguments], {}
    if case.get("where"):
        options["where"] = arguments.pop()
    if "axis" in case:
        options["axis"] = case["axis"]
    if case["out"]:
        options["out"] = np.zeros(shape, type)
    if case["method"] != "call":
        work = getattr(work, case["method"])
    elif case["work"].startswith("np.") and CONTENDER != "numba":
        found = work(*(argument[:1] for argument in arguments)).dtype
        if found == np.float16:  # we have none, and do the work in float32
            options["dtype"] = "float32"
        elif found.name != type:
            return f"gives {found.name}"
    return work, arguments, options


def run(times, work, arguments, options):
    """Nanoseconds, and the last result. Calls are written as people write them: a dict of keywords costs time."""
    result = arguments[0]
    out = options.get("out")
    start = perf_counter_ns()
    if not options:
        for _ in range(times):
            result = work(*arguments)
    elif list(options) == ["out"]:
        for _ in range(times):
            result = work(*arguments, out=out)
    else:
        for _ in range(times):
            result = work(*arguments, **options)
    return perf_counter_ns() - start, arguments[0] if result is None else result


def serve():
    for line in sys.stdin:
        question = json.loads(line)
        answer = {}
        if "prepare" in question:
            try:
                work = prepare(question["prepare"], question["files"])
            except TypeError as error:
                work = str(error)
            answer = {"skip": work if isinstance(work, str) else None}
        elif "time" in question:
            ns, result = run(question["time"], *work)
            answer = {"ns": ns}
        else:
            np.ascontiguousarray(result).tofile(question["store"])
        print(json.dumps(answer), flush=True)


serve()
