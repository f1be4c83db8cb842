import ts from 'typescript';

const MODULES = ['catalog', 'ordering', 'ledger', 'keyvault', 'identity', 'webhooks'];

/** The tables of other modules that texts in this source name, such as `ledger.lots` in a file of Ordering. */
export function foreignTablesIn(source: string, module: string): string[] {
  const foreign = MODULES.filter((name) => name !== module).join('|');
  const table = new RegExp(`\\b(?:${foreign})\\.[a-z_]+`, 'g');
  return textsIn(source).flatMap((text) => text.replaceAll('"', '').match(table) ?? []);
}

function textsIn(source: string): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      texts.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true));
  return texts;
}
