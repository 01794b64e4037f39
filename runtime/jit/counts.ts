/** Numbers that `stats()` of `micronumpy/jit` hands out. */
export const counts = {
  traces: 0,
  bridges: 0,
  whole: 0,
  exits: 0,
  demoted: 0,
  unknown: 0,
  evicted: 0,
  milliseconds: 0,
  bytes: 0,
};
