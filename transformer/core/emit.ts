/** What goes into the user's JavaScript where TypeScript prints it: `Parts` put into the tree by a `before` transformer. */
import type * as ts from "typescript";
import type { FilePlan } from "./analyse.js";
import { leading, Parts } from "./parts.js";
import type { Binaries } from "./wasm.js";

export function emitPlan(t: typeof ts, plan: FilePlan, wasm: Binaries | null): ts.TransformerFactory<ts.SourceFile> {
  return (context) => {
    const { factory } = context;
    const parts = new Parts(t, factory, plan, wasm);
    const visit = (node: ts.Node): ts.Node => {
      const visited = t.visitEachChild(node, visit, context);
      if (t.isArrowFunction(visited) || t.isFunctionExpression(visited))
        return parts.value(t.getOriginalNode(node), visited) ?? visited;
      const made = parts.made(t.getOriginalNode(node));
      if (made.length === 0 || !t.isCallExpression(visited)) return visited;
      const { expression, typeArguments, arguments: args } = visited;
      const all = [...args, ...parts.added(made, args.length)];
      return parts.pure(factory.updateCallExpression(visited, expression, typeArguments, all));
    };
    return (file) => {
      const linked = t.visitEachChild(file, visit, context);
      const cut = leading(t, linked.statements);
      const statements = [...linked.statements.slice(0, cut), ...parts.head(), ...linked.statements.slice(cut)];
      return factory.updateSourceFile(linked, statements);
    };
  };
}
