import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import esbuild, { type Plugin } from 'esbuild';
import { SHOWN_TAGS } from './built-in-tags.ts';
import { compileStyle, type StyleOf } from './compile-style.ts';
import type { Problems } from './problems.ts';
import type { Part, Project } from './read-project.ts';
import { SCOPE_MARK } from './scope-mark.ts';
import { type SourceTree, splitPackage } from './source-tree.ts';

const RUNTIME = path.resolve(import.meta.dirname, '../runtime/boot.ts');
const text = (value: unknown): string => JSON.stringify(value);

export type Bundle = {
  readonly script: string;
  readonly sourceMap: string;
  /** Every file that went into it, absolute. */
  readonly inputs: readonly string[];
};

/** The runtime, the pages and what they use, as one script for a browser. */
export async function bundle(
  tree: SourceTree,
  project: Project,
  templates: string,
  problems: Problems,
): Promise<Bundle | null> {
  try {
    const { outputFiles, metafile } = await esbuild.build({
      stdin: { contents: entry(tree, project, templates, problems), resolveDir: import.meta.dirname, loader: 'ts' },
      ...{ bundle: true, write: false, metafile: true, format: 'iife', target: 'es2022', sourcemap: 'linked' },
      ...{
        outfile: 'app.js',
        absWorkingDir: tree.root,
        logLevel: 'silent',
        plugins: [packagesAsWechatFindsThem(tree)],
      },
      loader: { '.css': 'text' },
    });
    const textOf = (end: string): string => outputFiles.find((file) => file.path.endsWith(end))?.text ?? '';
    const inputs = Object.keys(metafile.inputs).map((file) => path.resolve(tree.root, file));
    return { script: textOf('app.js'), sourceMap: textOf('app.js.map'), inputs };
  } catch (error) {
    for (const { location, text: message } of (error as esbuild.BuildFailure).errors ?? []) {
      problems.error(location ? `${location.file}:${location.line}:${location.column + 1}` : 'bundle', message);
    }
    if (!(error as esbuild.BuildFailure).errors) throw error;
    return null;
  }
}

function entry(tree: SourceTree, { app, theme, pages, parts }: Project, templates: string, problems: Problems): string {
  const styleOf = ({ path: at, isPage }: Part): StyleOf =>
    isPage ? { kind: 'page', route: at } : { kind: 'component' };
  const css = (at: string, of: StyleOf): string =>
    tree.has(at, '.wxss') ? compileStyle(tree, `${tree.fileOf(at)}.wxss`, of, problems) : '';
  const shown = parts.map((part) => {
    const { path: at, json, isPage, script } = part;
    const style = text(css(at, styleOf(part)));
    return `${text(at)}:{json:${text(json)},isPage:${isPage},css:${style},load:()=>require(${text(script)})}`;
  });
  return `import { boot } from ${text(RUNTIME)};
boot({app:${text(app)},theme:${text(theme)},pages:${text(pages)},tags:${text(SHOWN_TAGS)},scopeMark:${text(SCOPE_MARK)},
appCss:${text(css('app', { kind: 'app' }))},templates:${templates},loadApp:()=>require(${text(`${tree.root}/app.ts`)}),
parts:{${shown.join(',\n')}}});`;
}

/** `import x from 'tdesign-miniprogram/toast/index'` means the folder for mini-programs, in our pages and in the package itself. */
const packagesAsWechatFindsThem = (tree: SourceTree): Plugin => ({
  name: 'mini-program packages',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ kind, path: wanted, importer, resolveDir }) => {
      if (kind === 'entry-point' || path.isAbsolute(wanted)) return undefined;
      const [name, rest] = splitPackage(wanted);
      for (let at = resolveDir; at !== path.dirname(at); at = path.dirname(at)) {
        const nested = firstFile(path.join(at, 'miniprogram_npm', name, rest));
        if (nested) return { path: nested };
      }
      const folder = importer.startsWith(tree.root) ? tree.packageFolder(name) : null;
      const found = folder && firstFile(path.join(folder, rest));
      return found ? { path: found } : undefined;
    });
  },
});

const firstFile = (at: string): string | undefined =>
  [at, `${at}.js`, path.join(at, 'index.js')].find((file) => existsSync(file) && statSync(file).isFile());
