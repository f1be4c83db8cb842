import path from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';
import { blocksOf, GUIDE_FILES } from '../support/guides.ts';
import { REPOSITORY } from '../support/http/run-cli.ts';

const OPTIONS: ts.CompilerOptions = {
  ...{
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
  },
  ...{ strict: true, noEmit: true, skipLibCheck: true, types: ['node'] },
};

/** What the compiler says of each of these modules. They are in the repository, so that they import the client by its name. */
function complaintsAbout(modules: ReadonlyMap<string, string>): Map<string, string[]> {
  const host = ts.createCompilerHost(OPTIONS);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (file) => modules.get(file) ?? readFile(file);
  host.fileExists = (file) => modules.has(file) || fileExists(file);
  host.getSourceFile = (file, version, ...others) => {
    const text = modules.get(file);
    return text === undefined ? getSourceFile(file, version, ...others) : ts.createSourceFile(file, text, version);
  };
  const program = ts.createProgram([...modules.keys()], OPTIONS, host);
  const found = new Map([...modules.keys()].map((file): [string, string[]] => [file, []]));
  for (const { file, messageText } of ts.getPreEmitDiagnostics(program)) {
    found.get(file?.fileName ?? '')?.push(ts.flattenDiagnosticMessageText(messageText, '\n'));
  }
  return found;
}

/** All blocks of a page are one module: a later one uses what an earlier one has declared. */
const fileOf = (name: string): string => path.join(REPOSITORY, 'test/docs', `${path.basename(name)}.ts`);

describe('The TypeScript in guides', () => {
  const guides = new Map<string, string>();
  let complaints: Map<string, string[]>;
  const planted: Readonly<Record<string, string>> = {
    'a member that the client does not have':
      "import { SeahorseClient } from 'hot-seahorse/client';\nnew SeahorseClient({ baseUrl: '', token: '' }).pay();",
    'a field that the API does not take':
      "import type { HoldRequest } from 'hot-seahorse/client';\nexport const hold: HoldRequest = { api_key: '', api: '', seconds: 1 };",
    'a module that is not there': "import 'hot-seahorse/server';",
    'an answer that is taken for allowed unseen':
      "import type { UsageAnswer } from 'hot-seahorse/client';\nexport const left = (answer: UsageAnswer): number => answer.points;",
  };

  before(async function () {
    this.timeout(60_000);
    for (const file of [...GUIDE_FILES.filter((name) => !name.includes('/zh/')), 'client/README.md']) {
      const blocks = await blocksOf(file, 'ts');
      if (blocks.length > 0) guides.set(file, blocks.join('\n'));
    }
    const modules = [...guides, ...Object.entries(planted)];
    complaints = complaintsAbout(new Map(modules.map(([name, text]) => [fileOf(name), text])));
  });

  it('is there, in several of them', () => expect(guides.size).to.be.greaterThan(3));

  it('compiles against the client', () => {
    for (const name of guides.keys()) expect(complaints.get(fileOf(name)), name).to.deep.equal([]);
  });

  for (const mistake of Object.keys(planted)) {
    it(`would not compile with ${mistake}`, () => {
      expect(complaints.get(fileOf(mistake))?.length).to.be.greaterThan(0);
    });
  }
});
