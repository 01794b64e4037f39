/**
 * What goes into the user's source where something else compiles it: `Parts` as insertions. Nothing inserted has a line
 * break, so lines stay what they are, and what the user wrote is untouched.
 */
import type * as ts from "typescript";
import type { FilePlan } from "./analyse.js";
import { textOf } from "./context.js";
import { leading, Parts } from "./parts.js";
import type { Binaries } from "./wasm.js";

export interface Edit {
  readonly at: number;
  readonly text: string;
}

/** What calls are given is told to builds that check types behind us; the import of what they use tells it, too. */
const LINK_TYPES = 'import type {} from "micronumpy/link";';

/** The insertions into a file, in no order; none is at another's place. */
export function editsOf(t: typeof ts, file: ts.SourceFile, plan: FilePlan, wasm: Binaries | null): Edit[] {
  const parts = new Parts(t, t.factory, plan, wasm);
  const printer = t.createPrinter({ removeComments: false });
  const print = (node: ts.Node): string => printer.printNode(t.EmitHint.Unspecified, node, file);
  const calls = new Set([...plan.sites.keys()].map(({ node }) => node).filter(t.isCallExpression));
  const edits = [...calls].flatMap((call) => {
    const { arguments: args } = call;
    const added = parts.added(parts.made(call), args.length).map((node) => `, ${print(node)}`);
    return [
      { at: call.getStart(file), text: "/*#__PURE__*/ " },
      { at: args.at(-1)!.getEnd(), text: added.join("") },
    ];
  });
  const values = [...plan.bodies.keys()].filter((node) => !t.isFunctionDeclaration(node));
  edits.push(
    ...values.flatMap((node) => {
      // printed around a name that stands for the function, which stays where it is
      const [before, after] = print(parts.value(node, t.factory.createIdentifier("$"))!).split("$, ");
      return [
        { at: node.getStart(file), text: before! },
        { at: node.getEnd(), text: `, ${after}` },
      ];
    }),
  );
  edits.push(...plan.decorators.filter((each) => isAlone(t, each)).flatMap((each) => calledInBlock(file, each)));
  const statements = parts.head().map(print);
  const isTyped = calls.size === 0 || parts.callsLink || /\.[cm]?jsx?$/.test(file.fileName);
  const head = [...(isTyped ? [] : [LINK_TYPES]), ...statements].join(" ");
  if (head === "") return edits;
  const cut = leading(t, file.statements);
  // A statement without its semicolon ends where ours begins.
  const before = file.statements[cut - 1];
  if (before)
    return [...edits, { at: before.getEnd(), text: before.getText(file).endsWith(";") ? ` ${head}` : `; ${head}` }];
  return [...edits, { at: file.statements[0]?.getStart(file) ?? 0, text: `${head} ` }];
}

/**
 * `@ufunc static f(…)` as `static { ufunc(this.f, …) } static f(…)`: no engine has decorators yet, and hosts such as Vite
 * leave the standard ones as they are.
 */
function calledInBlock(file: ts.SourceFile, decorator: ts.Decorator): Edit[] {
  const start = decorator.getStart(file);
  const method = JSON.stringify(textOf((decorator.parent as ts.MethodDeclaration).name));
  return [
    { at: start, text: "static { /*" },
    { at: start + "@".length, text: "*/ (" },
    { at: decorator.getEnd(), text: `)(this, ${method}, { value: this[${method}] }); }` },
  ];
}

/** With others beside it, the host has to know decorators. */
const isAlone = (t: typeof ts, { parent }: ts.Decorator): boolean =>
  t.canHaveDecorators(parent) && t.getDecorators(parent)?.length === 1;
