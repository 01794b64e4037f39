/** NumPy's answers again, from the interpreter: it is the meaning of every kernel. */
import test from "ava";
import { configure } from "../../entries/index.js";
import { checkAnswers } from "./numpy-cases.js";

configure({ tier: "interpreted" });

test("NumPy's answers, interpreted", checkAnswers);
