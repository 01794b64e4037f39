/**
 * Casts between element types, one loop a pair: a float to an integer truncates, then wraps modulo 2^n, NaN and
 * infinities give 0; an integer to an integer wraps; an integer to a float rounds once; to bool is `x != 0`.
 *
 * Types that store the same bytes share a loop: an integer's sign matters where it is read, not where it is written.
 */

/** Element type codes, as in `kernel/dtype.ts`. */
enum Code {
  bool,
  int8,
  uint8,
  int16,
  uint16,
  int32,
  uint32,
  int64,
  uint64,
  float32,
  float64,
}

/** Bytes of an element. */
export function sizeOf(code: i32): i32 {
  // 1 1 1 2 2 4 4 8 8 4 8, four bits a code
  return <i32>((0x84884422111 >> (<u64>code << 2)) & 15);
}

/** A float as an integer modulo 2^64. */
@inline
function wrap(x: f64): i64 {
  return abs(x) < 9223372036854775808.0 ? <i64>x : wrapLarge(x);
}

/** From 2^63 on a float is its 53-bit mantissa shifted left. NaN and infinities are shifted out. */
function wrapLarge(x: f64): i64 {
  const bits = reinterpret<u64>(x);
  const shift = ((bits >> 52) & 0x7ff) - 1075;
  if (shift > 63) return 0;
  const magnitude = ((bits & 0x000fffffffffffff) | 0x0010000000000000) << shift;
  return x < 0 ? -(<i64>magnitude) : <i64>magnitude;
}

/** Which of the elements in a register are not 0. */
@inline
function truths<From>(from: usize): v128 {
  return v128.ne<From>(v128.load(from), v128.splat<From>(<From>0));
}

/** Of eight elements, as many lanes of 16 bits. */
@inline
function eightTruths<From>(from: usize): v128 {
  if (sizeof<From>() == 2) return truths<From>(from);
  if (sizeof<From>() == 4) return i16x8.narrow_i32x4_s(truths<From>(from), truths<From>(from + 16));
  const low = v128.shuffle<i32>(truths<From>(from), truths<From>(from + 16), 0, 2, 4, 6);
  const high = v128.shuffle<i32>(truths<From>(from + 32), truths<From>(from + 48), 0, 2, 4, 6);
  return i16x8.narrow_i32x4_s(low, high);
}

/** Of sixteen elements, as bools. */
@inline
function sixteenTruths<From>(from: usize): v128 {
  if (sizeof<From>() == 1) return truths<From>(from);
  return i8x16.narrow_i16x8_s(eightTruths<From>(from), eightTruths<From>(from + 8 * sizeof<From>()));
}

function toBool<From>(from: usize, to: usize, n: i32): void {
  const end = to + n;
  for (const whole = to + (n & ~15); to < whole; from += 16 * sizeof<From>(), to += 16)
    v128.store(to, v128.and(sixteenTruths<From>(from), i8x16.splat(1)));
  for (; to < end; from += sizeof<From>(), to++) store<bool>(to, load<From>(from) != 0);
}

function cast<From, To>(from: usize, to: usize, n: i32): void {
  // integers that differ in their sign only
  if (isInteger<From>() && isInteger<To>() && sizeof<From>() == sizeof<To>()) {
    memory.copy(to, from, n * sizeof<To>());
    return;
  }
  for (const end = to + n * sizeof<To>(); to < end; from += sizeof<From>(), to += sizeof<To>()) {
    if (isFloat<From>() && isInteger<To>()) store<To>(to, <To>wrap(<f64>load<From>(from)));
    else store<To>(to, <To>load<From>(from));
  }
}

/** Four integers of one or two bytes. */
@inline
function four<From>(from: usize): v128 {
  if (sizeof<From>() == 2) return isSigned<From>() ? v128.load16x4_s(from) : v128.load16x4_u(from);
  const bytes = v128.load32_zero(from);
  return isSigned<From>()
    ? i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(bytes))
    : i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
}

@inline
function fourTo<From, To>(from: usize, to: usize): void {
  const values = four<From>(from);
  if (sizeof<To>() == 8) {
    v128.store(to, f64x2.convert_low_i32x4_s(values));
    v128.store(to, f64x2.convert_low_i32x4_s(i64x2.shuffle(values, values, 1, 1)), 16);
  } else if (isFloat<To>()) v128.store(to, f32x4.convert_i32x4_s(values));
  else v128.store(to, values);
}

/** Integers of one or two bytes to int32 and to floats. */
function widen<From, To>(from: usize, to: usize, n: i32): void {
  const eights = n & ~7;
  for (const end = to + eights * sizeof<To>(); to < end; from += 8 * sizeof<From>(), to += 8 * sizeof<To>()) {
    fourTo<From, To>(from, to);
    fourTo<From, To>(from + 4 * sizeof<From>(), to + 4 * sizeof<To>());
  }
  cast<From, To>(from, to, n - eights);
}

@inline
function twoToFloat64<From>(from: usize): v128 {
  const two = v128.load64_zero(from);
  if (isFloat<From>()) return f64x2.promote_low_f32x4(two);
  return isSigned<From>() ? f64x2.convert_low_i32x4_s(two) : f64x2.convert_low_i32x4_u(two);
}

/** Where Wasm has an instruction: two at a time, eight a turn; tails one by one. */
function toFloat64<From>(from: usize, to: usize, n: i32): void {
  const eights = n & ~7;
  for (const end = to + eights * 8; to < end; from += 32, to += 64) {
    v128.store(to, twoToFloat64<From>(from));
    v128.store(to, twoToFloat64<From>(from + 8), 16);
    v128.store(to, twoToFloat64<From>(from + 16), 32);
    v128.store(to, twoToFloat64<From>(from + 24), 48);
  }
  cast<From, f64>(from, to, n - eights);
}

@inline
function twoToFloat32(from: usize, to: usize): void {
  v128.store64_lane(to, f32x4.demote_f64x2_zero(v128.load(from)), 0);
}

function float64ToFloat32(from: usize, to: usize, n: i32): void {
  const eights = n & ~7;
  for (const end = to + eights * 4; to < end; from += 64, to += 32) {
    twoToFloat32(from, to);
    twoToFloat32(from + 16, to + 8);
    twoToFloat32(from + 32, to + 16);
    twoToFloat32(from + 48, to + 24);
  }
  cast<f64, f32>(from, to, n - eights);
}

/** Is the magnitude of all lanes below 2^31? NaN's is not. */
@inline
function areSmall<From>(values: v128): bool {
  const limit = v128.splat<From>(<From>2147483648);
  const small = v128.lt<From>(v128.abs<From>(values), limit);
  return sizeof<From>() == 4 ? i32x4.all_true(small) : i64x2.all_true(small);
}

/** The low bytes of four 32-bit integers. */
@inline
function storeLow<To>(to: usize, values: v128): void {
  if (sizeof<To>() == 4) v128.store(to, values);
  else if (sizeof<To>() == 2)
    v128.store64_lane(to, i8x16.shuffle(values, values, 0, 1, 4, 5, 8, 9, 12, 13, 0, 1, 4, 5, 8, 9, 12, 13), 0);
  else v128.store32_lane(to, i8x16.shuffle(values, values, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12), 0);
}

/** Four floats to integers of at most 32 bits, if to truncate them is all there is to do. Is it? */
@inline
function truncateFour<From, To>(from: usize, to: usize): bool {
  const low = v128.load(from);
  if (!areSmall<From>(low)) return false;
  if (sizeof<From>() == 4) {
    storeLow<To>(to, i32x4.trunc_sat_f32x4_s(low));
    return true;
  }
  const high = v128.load(from, 16);
  if (!areSmall<From>(high)) return false;
  const two = i32x4.trunc_sat_f64x2_s_zero(low);
  storeLow<To>(to, i64x2.shuffle(two, i32x4.trunc_sat_f64x2_s_zero(high), 0, 2));
  return true;
}

function truncate<From, To>(from: usize, to: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    if (n - i < 4 || !truncateFour<From, To>(from, to)) cast<From, To>(from, to, min(4, n - i));
    from += 4 * sizeof<From>();
    to += 4 * sizeof<To>();
  }
}

function int32ToFloat32<From>(from: usize, to: usize, n: i32): void {
  const fours = n & ~3;
  for (const end = to + fours * 4; to < end; from += 16, to += 16) {
    const four = v128.load(from);
    v128.store(to, isSigned<From>() ? f32x4.convert_i32x4_s(four) : f32x4.convert_i32x4_u(four));
  }
  cast<From, f32>(from, to, n - fours);
}

function castFrom<From>(from: usize, to: usize, code: i32, n: i32): void {
  switch (code) {
    case Code.bool:
      return toBool<From>(from, to, n);
    case Code.int8:
    case Code.uint8:
      if (isFloat<From>()) return truncate<From, u8>(from, to, n);
      return cast<From, u8>(from, to, n);
    case Code.int16:
    case Code.uint16:
      if (isFloat<From>()) return truncate<From, u16>(from, to, n);
      return cast<From, u16>(from, to, n);
    case Code.int32:
    case Code.uint32:
      if (isFloat<From>()) return truncate<From, u32>(from, to, n);
      if (sizeof<From>() <= 2) return widen<From, i32>(from, to, n);
      return cast<From, u32>(from, to, n);
    case Code.int64:
    case Code.uint64:
      return cast<From, u64>(from, to, n);
    case Code.float32:
      if (isFloat<From>() && sizeof<From>() == 8) return float64ToFloat32(from, to, n);
      if (sizeof<From>() <= 2) return widen<From, f32>(from, to, n);
      if (sizeof<From>() == 4) return int32ToFloat32<From>(from, to, n);
      return cast<From, f32>(from, to, n);
    default:
      if (sizeof<From>() == 4) return toFloat64<From>(from, to, n);
      if (sizeof<From>() <= 2) return widen<From, f64>(from, to, n);
      return cast<From, f64>(from, to, n);
  }
}

/** Casts n elements that lie one after the other. */
export function convert(from: usize, fromCode: i32, to: usize, toCode: i32, n: i32): void {
  switch (fromCode) {
    case Code.bool:
    case Code.uint8:
      return castFrom<u8>(from, to, toCode, n);
    case Code.int8:
      return castFrom<i8>(from, to, toCode, n);
    case Code.int16:
      return castFrom<i16>(from, to, toCode, n);
    case Code.uint16:
      return castFrom<u16>(from, to, toCode, n);
    case Code.int32:
      return castFrom<i32>(from, to, toCode, n);
    case Code.uint32:
      return castFrom<u32>(from, to, toCode, n);
    case Code.int64:
      return castFrom<i64>(from, to, toCode, n);
    case Code.uint64:
      return castFrom<u64>(from, to, toCode, n);
    case Code.float32:
      return castFrom<f32>(from, to, toCode, n);
    default:
      return castFrom<f64>(from, to, toCode, n);
  }
}
