import ts from 'typescript';

/** Names that reach the clock, chance or the world without any import. */
const IMPURE = new Set([
  'process',
  'console',
  'crypto',
  'performance',
  'fetch',
  'globalThis',
  'setTimeout',
  'setInterval',
]);
const IMPURE_MEMBERS = new Set(['Date.now', 'Math.random']);

/** What in this source makes it depend on more than its arguments. */
export function impureWordsIn(source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const word = impureWord(node);
    if (word) found.push(word);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true));
  return found;
}

function impureWord(node: ts.Node): string | undefined {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) return 'new Date()';
  // Called without `new`, Date ignores its arguments and tells the time.
  if (ts.isCallExpression(node) && node.expression.getText() === 'Date') return 'Date()';
  if (ts.isPropertyAccessExpression(node) && IMPURE_MEMBERS.has(node.getText())) return node.getText();
  if (ts.isIdentifier(node) && IMPURE.has(node.text) && isUsed(node)) return node.text;
  return undefined;
}

/** As opposed to being the name of a property, a parameter or a type. */
function isUsed(node: ts.Identifier): boolean {
  const parent: ts.Node & { readonly name?: ts.Node } = node.parent;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  return parent.name !== node && !ts.isTypeReferenceNode(parent) && !ts.isQualifiedName(parent);
}
