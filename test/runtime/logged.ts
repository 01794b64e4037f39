/** Imported first: asks for the log, and collects what it tells, sizes and times left out. */
export const lines: string[] = [];

process.env.MICRONUMPY_LOG = "jit, trace,asm";
process.env.MICRONUMPY_JIT = "threshold=3, trace_eagerness=2,max_bridges=1,off=false,";
console.error = (text: string) => {
  lines.push(text.replace(/\d+ bytes, [\d.]+ ms/, "…"));
};
