import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { bundle } from './bundle.ts';
import { compileTemplates } from './compile-templates.ts';
import { type Problem, Problems } from './problems.ts';
import { readProject } from './read-project.ts';
import { SourceTree } from './source-tree.ts';

const HERE = import.meta.dirname;
export const APP_FOLDER = path.resolve(HERE, '../../app');
const PACKAGES = path.resolve(HERE, '../../../node_modules');

export type BuiltPreview = {
  readonly problems: readonly Problem[];
  /** By path below the page, such as `app.js` and `images/logo.png`. */
  readonly files: ReadonlyMap<string, Uint8Array | string>;
};

/** Builds the mini-program in `root` for a browser, in about a second. Nothing is written to the disk. */
export async function buildPreview(root = APP_FOLDER): Promise<BuiltPreview> {
  const [tree, problems] = [new SourceTree(root, PACKAGES), new Problems()];
  const project = readProject(tree, problems);
  const templates = compileTemplates(tree, project.parts, problems);
  await checkReferences(root, problems);
  const built = await bundle(tree, project, templates, problems);
  const files = new Map<string, Uint8Array | string>(imagesIn(root));
  files.set('app.js', built?.script ?? '');
  files.set('app.js.map', built?.sourceMap ?? '');
  files.set('index.html', readFileSync(path.join(HERE, '../runtime/index.html')));
  return { problems: problems.all, files };
}

/** Names in templates that lead nowhere. Loaded when it is needed: it brings the TypeScript compiler. */
async function checkReferences(root: string, problems: Problems): Promise<void> {
  const { checkHandlers } = await import('../../compile/lint/handlers.ts');
  const { checkWxsCalls } = await import('../../compile/lint/wxs-calls.ts');
  checkHandlers(root, problems);
  checkWxsCalls(root, problems);
}

function* imagesIn(root: string): Iterable<[string, Uint8Array]> {
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const at = file.replaceAll('\\', '/');
    if (at.startsWith('miniprogram_npm/') || !/\.(png|jpe?g|gif|svg|webp)$/.test(at)) continue;
    yield [at, readFileSync(path.join(root, file))];
  }
}
