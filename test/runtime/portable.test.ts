/** NumPy's answers once more, where there is no WebAssembly: by the driver in JavaScript and the interpreter. */
import "./without-wasm.js";
import test from "ava";
import { checkAnswers } from "./numpy-cases.js";

test("NumPy's answers, without WebAssembly", checkAnswers);
