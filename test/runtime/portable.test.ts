/** NumPy's answers once more, where there is no WebAssembly: by the driver in JavaScript and the interpreter. */
import "./without-wasm.js";
import test from "ava";
import { add, arange, sin } from "../../entries/index.js";
import { checkAnswers } from "./numpy-cases.js";

test("NumPy's answers, without WebAssembly", checkAnswers);

test("reduceat without WebAssembly: the first element and the sum of the others", (t) => {
  const x = sin(arange(1000));
  const parts = add.reduceat(x, [0, 300, 1]).tolist();
  t.deepEqual(
    parts,
    [x.slice("0:300"), x.slice("300:301"), x.slice("1:")].map(
      (part) => part.get(0) + add.reduce(part.slice("1:"), { axis: null }),
    ),
  );
});
