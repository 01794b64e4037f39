/** A row: our ufunc; compiled, or interpreted where MICRONUMPY_TIER says so. */
import { array, empty } from "micronumpy";
import { minimum } from "../minimum.js";
import { row } from "./row.js";

row((a, b) => {
  const operands = [array(a), array(b)] as const;
  const out = empty(a.length, "int32");
  return () => minimum(...operands, { out }).data;
});
