/**
 * Names under which a file may hold what others reach as a property: `field` of `static field = ufunc(…)`, `u` of
 * `export { ufunc as u }`.
 *
 * The checker knows what `a.b` is by the type of `a`, which takes it long where nothing else asks for that type, as in
 * bundlers. A property of a name that no file gives to a ufunc, or to what makes one, is not worth it.
 */
import type * as ts from "typescript";
import { eachBelow, unwrap } from "./context.js";

const known = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

export function holders(t: typeof ts, file: ts.SourceFile): ReadonlySet<string> {
  const before = known.get(file);
  if (before !== undefined) return before;
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    for (const name of namesOf(t, node)) names.add(name);
    eachBelow(t, node, visit);
  };
  visit(file);
  known.set(file, names);
  return names;
}

function namesOf(t: typeof ts, node: ts.Node): string[] {
  if (t.isImportEqualsDeclaration(node)) return [node.name.text];
  // what a package exports by the name that it has is held elsewhere, or is without source
  if (t.isImportSpecifier(node)) return node.propertyName ? [node.name.text] : [];
  if (t.isExportSpecifier(node))
    return node.propertyName || !node.getSourceFile().isDeclarationFile ? [node.name.text] : [];
  if (t.isExportAssignment(node)) return ["default"];
  if (t.isPropertyDeclaration(node) || t.isPropertyAssignment(node))
    return node.initializer && mayGive(t, node.initializer) ? [textOf(t, node.name)] : [];
  if (!t.isVariableStatement(node) || !node.modifiers) return [];
  return node.declarationList.declarations.flatMap(({ name, initializer }) => {
    if (!initializer || !mayGive(t, initializer)) return [];
    if (t.isIdentifier(name)) return name.text;
    return name.elements.flatMap((each) => (t.isBindingElement(each) ? textOf(t, each.name) : []));
  });
}

/** A name, a property or a call: all else is neither a ufunc nor what makes one. */
function mayGive(t: typeof ts, value: ts.Expression): boolean {
  const bare = unwrap({ ts: t }, value);
  return (
    t.isIdentifier(bare) ||
    t.isPropertyAccessExpression(bare) ||
    t.isElementAccessExpression(bare) ||
    t.isCallExpression(bare)
  );
}

const textOf = (t: typeof ts, name: ts.PropertyName | ts.BindingName): string =>
  t.isIdentifier(name) || t.isStringLiteralLike(name) || t.isPrivateIdentifier(name) ? name.text : "";
