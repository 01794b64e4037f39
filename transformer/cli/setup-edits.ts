/** Edits of configuration files that leave everything else in them as it is, comments too. An edit made before is no change. */
import type * as ts from "typescript";

/** The plug-in's entry in a tsconfig: tsserver goes by `name`, ts-patch by `transform`. */
const ENTRY = '{ "name": "micronumpy", "transform": "micronumpy/transformer", "transformProgram": true }';

/** A tsconfig with the plug-in. A list of its own takes the place of what it `inherited`, which is copied there. */
export function withPlugin(t: typeof ts, text: string, inherited: readonly object[]): string {
  const file = t.parseJsonText("tsconfig.json", text);
  const root = file.statements[0]?.expression;
  const list = `"plugins": [${[ENTRY, ...inherited.map((each) => JSON.stringify(each))].join(", ")}]`;
  const added = `"compilerOptions": {\n    ${list}\n  }`;
  // an empty file is a configuration, too
  if (!root) return `${text}{\n  ${added}\n}\n`;
  if (!t.isObjectLiteralExpression(root)) return text;
  const options = property(t, file, root, "compilerOptions");
  if (!options || !t.isObjectLiteralExpression(options)) return insertFirst(text, file, root, added, "  ");
  const plugins = property(t, file, options, "plugins");
  if (plugins && t.isArrayLiteralExpression(plugins)) return insertInList(text, file, plugins, ENTRY);
  return insertFirst(text, file, options, list, "    ");
}

/** The configuration of a bundler with the plug-in first among its plug-ins; null where it is written too freely. */
export function withBundlerPlugin(t: typeof ts, path: string, text: string, entry: string): string | null {
  if (t.preProcessFile(text, true, true).importedFiles.some(({ fileName }) => fileName === entry)) return text;
  const file = t.createSourceFile(path, text, t.ScriptTarget.Latest, true);
  const config = configIn(t, file);
  if (config === null) return null;
  const plugins = property(t, file, config, "plugins");
  if (plugins && !t.isArrayLiteralExpression(plugins)) return null;
  // what is spread may have plug-ins of its own, or take the place of ours
  if (!plugins && mayHavePlugins(t, config)) return null;
  const made = plugins
    ? insertInList(text, file, plugins, "micronumpy()")
    : insertFirst(text, file, config, "plugins: [micronumpy()]", "  ");
  const isCommonJs = /\bmodule\.exports\b/.test(text);
  const line = isCommonJs
    ? `const { default: micronumpy } = require("${entry}");\n`
    : `import micronumpy from "${entry}";\n`;
  return insert(made, placeOfImport(t, file), line);
}

const mayHavePlugins = (t: typeof ts, { properties }: ts.ObjectLiteralExpression): boolean =>
  properties.some((each) => t.isSpreadAssignment(each) || each.name?.getText() === "plugins");

/** Before the first import, behind the comments there: such as `/// <reference …>` count at the beginning of a file only. */
function placeOfImport(t: typeof ts, file: ts.SourceFile): number {
  const first = file.statements[0]!;
  if (t.isImportDeclaration(first)) return first.getStart(file);
  const isDirective = t.isExpressionStatement(first) && t.isStringLiteral(first.expression);
  const shebang = /^#!.*\r?\n/.exec(file.text)?.[0].length ?? 0;
  return isDirective ? lineAfter(file.text, first.getEnd()) : shebang;
}

const lineAfter = (text: string, at: number): number => text.indexOf("\n", at) + 1;

/** The object that a configuration exports, itself, by a name, through `defineConfig`, or as what a function returns. */
function configIn(t: typeof ts, file: ts.SourceFile): ts.ObjectLiteralExpression | null {
  for (const statement of file.statements) {
    const isAssigned = t.isExpressionStatement(statement) && t.isBinaryExpression(statement.expression);
    if (isAssigned && /^module\.exports$/.test(statement.expression.left.getText()))
      return objectOf(t, statement.expression.right);
    if (t.isExportAssignment(statement)) return objectOf(t, statement.expression);
  }
  return null;
}

function objectOf(t: typeof ts, expression: ts.Node | undefined): ts.ObjectLiteralExpression | null {
  if (!expression) return null;
  if (t.isObjectLiteralExpression(expression)) return expression;
  if (t.isParenthesizedExpression(expression) || t.isSatisfiesExpression(expression) || t.isAsExpression(expression))
    return objectOf(t, expression.expression);
  if (t.isIdentifier(expression)) return objectOf(t, valueNamed(t, expression));
  if (t.isCallExpression(expression)) return objectOf(t, expression.arguments[0]);
  if (t.isArrowFunction(expression) || t.isFunctionExpression(expression)) return objectOf(t, resultOf(t, expression));
  return null;
}

/** What a file gives to a name that it uses once: what else names it may change it. */
function valueNamed(t: typeof ts, name: ts.Identifier): ts.Node | undefined {
  const named: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (t.isIdentifier(node) && node.text === name.text && node !== name) named.push(node.parent);
    t.forEachChild(node, visit);
  };
  visit(name.getSourceFile());
  const [declaration, ...more] = named;
  return declaration && t.isVariableDeclaration(declaration) && more.length === 0 ? declaration.initializer : undefined;
}

/** What a function returns, if it does nothing before but name things. */
function resultOf(t: typeof ts, { body }: ts.ArrowFunction | ts.FunctionExpression): ts.Node | undefined {
  if (!t.isBlock(body)) return body;
  const last = body.statements.at(-1);
  const isPlain = body.statements.slice(0, -1).every((each) => t.isVariableStatement(each));
  return isPlain && last && t.isReturnStatement(last) ? last.expression : undefined;
}

function property(
  t: typeof ts,
  file: ts.SourceFile,
  object: ts.ObjectLiteralExpression,
  name: string,
): ts.Expression | undefined {
  const found = object.properties.find((each) => each.name?.getText(file).replace(/["']/g, "") === name);
  return found && t.isPropertyAssignment(found) ? found.initializer : undefined;
}

const insert = (text: string, at: number, added: string): string => text.slice(0, at) + added + text.slice(at);

/** Makes something the first element of a list: on a line of its own where the others have theirs. */
function insertInList(text: string, file: ts.SourceFile, list: ts.ArrayLiteralExpression, added: string): string {
  const at = list.getStart(file) + 1;
  if (list.elements.length === 0) return insert(text, at, added);
  const indent = /^\s*\n([ \t]*)/.exec(text.slice(at))?.[1];
  return insert(text, at, indent === undefined ? `${added}, ` : `\n${indent}${added},`);
}

/** Makes something the first property of an object, on a line of its own. */
function insertFirst(
  text: string,
  file: ts.SourceFile,
  object: ts.ObjectLiteralExpression,
  added: string,
  indent: string,
): string {
  const at = object.getStart(file) + 1;
  const [end, next] = object.properties.length > 0 ? [",", ""] : ["", "\n"];
  return insert(text, at, `\n${indent}${added}${end}${next}`);
}
