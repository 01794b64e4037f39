/** The first flaw of a body, or null. */
export function flaw(body) {
  if (body.functions.length === 0)
    return { kind: "reference", func: 0, at: [0, 0], text: "a body has at least one function" };
  for (let func = 0; func < body.functions.length; func++) {
    const found = new Check(body, func).run();
    if (found !== null) return found;
  }
  return cycle(body);
}
function meet(a, b) {
  if (a === null) return b;
  if (b === null) return a;
  return new Set([...a].filter((local) => b.has(local)));
}
/** Thrown through the walk by the first flaw, caught at its one door, `run`. */
class Found {
  flaw;
  constructor(flaw) {
    this.flaw = flaw;
  }
}
class Check {
  body;
  index;
  func;
  frames = [];
  constructor(body, index) {
    this.body = body;
    this.index = index;
    this.func = body.functions[index];
  }
  run() {
    const { func } = this;
    try {
      if (func.params > func.locals.length) this.fail("reference", func.at, "it has fewer locals than parameters");
      const end = this.block(func.code, new Set(Array.from({ length: func.params }, (_, i) => i)));
      if (end !== null) this.fail("no return", func.at, "a path through the function ends without a return");
      return null;
    } catch (found) {
      if (found instanceof Found) return found.flaw;
      throw found;
    }
  }
  fail(kind, at, text, local) {
    throw new Found({ kind, func: this.index, at, text, ...(local === undefined ? {} : { local }) });
  }
  block(code, before) {
    return code.reduce((assigned, stmt) => this.stmt(stmt, assigned), before);
  }
  stmt(s, before) {
    switch (s.kind) {
      case "set":
        return this.set(s, before);
      case "if": {
        this.expr(s.test, before);
        return meet(this.block(s.yes, before), this.block(s.no, before));
      }
      case "loop":
        return this.loop(s, before);
      case "block": {
        const frame = { loop: false, exits: null, continues: null };
        this.frames.unshift(frame);
        const end = this.block(s.code, before);
        this.frames.shift();
        return meet(end, frame.exits);
      }
      case "break":
      case "continue":
        return this.leave(s, before);
      case "return":
        if (s.values.length !== this.func.returns.length)
          this.fail("results", s.at, `returns ${s.values.length} values, declared are ${this.func.returns.length}`);
        for (const value of s.values) this.expr(value, before);
        return null;
    }
  }
  set(s, before) {
    this.expr(s.value, before);
    for (const local of s.locals) this.known(local, this.func.locals.length, s.at, "local");
    const count = s.value.kind === "call" ? this.results(s.value.func) : 1;
    if (count !== null && count !== s.locals.length)
      this.fail("results", s.at, `sets ${s.locals.length} locals to ${count} values`);
    return before && new Set([...before, ...s.locals]);
  }
  loop(s, before) {
    const frame = { loop: true, exits: null, continues: null };
    this.frames.unshift(frame);
    const end = this.block(s.code, before);
    this.block(s.step, meet(end, frame.continues));
    this.frames.shift();
    return frame.exits;
  }
  leave(s, before) {
    const frame = this.frames[s.depth];
    if (frame === undefined) this.fail("depth", s.at, `${s.kind} leaves ${s.depth + 1} blocks, fewer enclose it`);
    if (s.kind === "break") frame.exits = meet(frame.exits, before);
    else if (frame.loop) frame.continues = meet(frame.continues, before);
    else this.fail("depth", s.at, "continue names a block that is no loop");
    return null;
  }
  expr(e, assigned) {
    switch (e.kind) {
      case "local":
        this.known(e.index, this.func.locals.length, e.at, "local");
        if (assigned !== null && !assigned.has(e.index)) {
          const { name } = this.func.locals[e.index];
          this.fail("unset", e.at, `\`${name}\` may be read before it is set`, e.index);
        }
        break;
      case "capture":
        this.known(e.index, this.body.captures.length, e.at, "capture");
        break;
      case "element":
      case "length":
        this.array(e.of, e.at);
        break;
      case "call":
        this.call(e);
        break;
    }
    for (const part of operands(e)) this.expr(part, assigned);
  }
  array(ref, at) {
    if ("table" in ref) this.known(ref.table, this.body.tables.length, at, "table");
    else this.known(ref.capture, this.body.captures.length, at, "capture");
  }
  call(e) {
    if ("capture" in e.func) {
      this.known(e.func.capture, this.body.captures.length, e.at, "capture");
      return;
    }
    this.known(e.func.local, this.body.functions.length, e.at, "function");
    const { name, params } = this.body.functions[e.func.local];
    if (params !== e.args.length)
      this.fail("results", e.at, `${name} takes ${params} arguments, ${e.args.length} given`);
  }
  known(index, length, at, what) {
    if (index < 0 || index >= length) this.fail("reference", at, `there is no ${what} ${index}`);
  }
  /** How many values a call gives; null where that is known only at run time. */
  results(ref) {
    return "local" in ref ? this.body.functions[ref.local].returns.length : null;
  }
}
/** The expressions directly inside an expression, in the order of evaluation. */
export function operands(e) {
  switch (e.kind) {
    case "op":
    case "call":
      return e.args;
    case "cast":
    case "is":
      return [e.arg];
    case "choose":
      return [e.test, e.yes, e.no];
    case "logic":
      return [e.left, e.right];
    case "element":
      return [e.index];
    default:
      return [];
  }
}
/** Calls form no cycle: a function that was entered and not yet left is not called. */
function cycle(body) {
  const state = new Map();
  function visit(index) {
    if (state.get(index) === "done") return null;
    const func = body.functions[index];
    if (state.get(index) === "open")
      return { kind: "cycle", func: index, at: func.at, text: `${func.name} calls itself` };
    state.set(index, "open");
    for (const callee of callees(func.code)) {
      const found = visit(callee);
      if (found !== null) return found;
    }
    state.set(index, "done");
    return null;
  }
  return visit(0);
}
function* callees(code) {
  for (const s of code) {
    if (s.kind === "set") yield* calls(s.value);
    else if (s.kind === "return") for (const value of s.values) yield* calls(value);
    else if (s.kind === "if") {
      yield* calls(s.test);
      yield* callees(s.yes);
      yield* callees(s.no);
    } else if (s.kind === "loop") {
      yield* callees(s.code);
      yield* callees(s.step);
    } else if (s.kind === "block") yield* callees(s.code);
  }
}
function* calls(e) {
  if (e.kind === "call" && "local" in e.func) yield e.func.local;
  for (const part of operands(e)) yield* calls(part);
}
