import { existsSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { readIn } from './source-text.ts';

export type Import = { readonly from: string; readonly typeOnly: boolean; readonly position: number };
export type Script = { readonly file: string; readonly source: string; readonly tree: ts.SourceFile };

export function parseScript(root: string, file: string): Script {
  const source = readIn(root, file);
  return { file, source, tree: ts.createSourceFile(file, source, ts.ScriptTarget.ES2020, true) };
}

export function importsOf({ tree }: Script): readonly Import[] {
  return tree.statements.flatMap((statement) => {
    const isImport = ts.isImportDeclaration(statement);
    if (!isImport && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier: from } = statement;
    if (!from || !ts.isStringLiteral(from)) return [];
    return [{ from: from.text, typeOnly: isImport ? isOfTypes(statement) : statement.isTypeOnly, position: from.pos }];
  });
}

function isOfTypes({ importClause }: ts.ImportDeclaration): boolean {
  if (!importClause) return false;
  if (importClause.isTypeOnly) return true;
  const { name, namedBindings } = importClause;
  return (
    !name &&
    !!namedBindings &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every((each) => each.isTypeOnly)
  );
}

/** Names of functions in object literals: what a handler may be called, here and in the files of ours that are imported. */
export function functionNamesOf(root: string, file: string, seen = new Set<string>()): ReadonlySet<string> {
  const names = new Set<string>();
  if (seen.has(file)) return names;
  seen.add(file);
  const script = parseScript(root, file);
  const visit = (node: ts.Node): void => {
    const isFunction =
      ts.isMethodDeclaration(node) || (ts.isPropertyAssignment(node) && isFunctionValue(node.initializer));
    if (isFunction && ts.isIdentifier(node.name)) names.add(node.name.text);
    if (ts.isShorthandPropertyAssignment(node)) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(script.tree);
  for (const { from, typeOnly } of importsOf(script)) {
    const imported = typeOnly || !from.startsWith('.') ? null : path.posix.join(path.posix.dirname(file), `${from}.ts`);
    if (!imported || !existsSync(path.join(root, imported))) continue;
    for (const name of functionNamesOf(root, imported, seen)) names.add(name);
  }
  return names;
}

const isFunctionValue = (node: ts.Node): boolean => ts.isArrowFunction(node) || ts.isFunctionExpression(node);
