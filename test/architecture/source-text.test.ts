import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'chai';
import { repository } from './cruise.ts';
import { foreignTablesIn } from './foreign-schemas.ts';
import { impureWordsIn } from './impure-words.ts';
import { typescriptFilesIn } from './source-files.ts';

const read = (file: string) => readFile(path.join(repository, file), 'utf8');

describe('the domain', () => {
  it('takes the time, chance and the world as arguments', async () => {
    const files = await typescriptFilesIn('src/domain');
    expect(files.length).to.be.greaterThan(20);
    const impure = await Promise.all(files.map(async (file) => ({ file, words: impureWordsIn(await read(file)) })));
    expect(impure.filter(({ words }) => words.length > 0)).to.deep.equal([]);
  });

  const planted: Record<string, string> = {
    'Date.now': 'export const now = (): number => Date.now();',
    'new Date()': 'export const now = (): Date => new Date();',
    'Date()': 'export const now = (): string => Date();',
    'Math.random': 'const pick = Math.random;',
    process: "const zone = process.env['TZ'];",
    crypto: 'const id = crypto.randomUUID();',
    fetch: "void fetch('https://example.com');",
    setTimeout: 'setTimeout(() => {}, 1);',
  };
  for (const [word, source] of Object.entries(planted)) {
    it(`is caught when it uses ${word}`, () => {
      expect(impureWordsIn(source)).to.deep.equal([word]);
    });
  }

  it('may speak of all this in comments and texts, and have properties of these names', () => {
    const innocent = `// Date.now() is for others
      export type Step = { process: string; fetch(): void };
      export const at = new Date(0), step = { process: 'Math.random', fetch() {} }, name = step.process;`;
    expect(impureWordsIn(innocent)).to.deep.equal([]);
  });
});

describe('the SQL of a module', () => {
  it('names no table of another module', async () => {
    // The fast path is a use case in one statement, where modules meet: docs/adr/0019.
    const isOfOneModule = (file: string) =>
      file.split(path.sep).length > 4 && !file.includes(`postgres${path.sep}usage`);
    const files = (await typescriptFilesIn('src/adapters/postgres')).filter(isOfOneModule);
    expect(files.length).to.be.greaterThan(5);
    const found = await Promise.all(files.map(async (file) => ({ file, tables: await foreignTables(file) })));
    expect(found.filter(({ tables }) => tables.length > 0)).to.deep.equal([]);
  });

  const planted: Record<string, string> = {
    'ledger.lots': "db('ordering.orders').join('ledger.lots', 'x', 'y');",
    'identity.users': 'const sql = `select * from ordering.orders join identity.users using (id)`;',
    'webhooks.events': "const sql = 'insert into webhooks.events select id from ordering.orders';",
    'catalog.packages': `const sql = \`select \${columns} from catalog.packages where \${condition}\`;`,
    'keyvault.keys': `const sql = 'select * from "keyvault"."keys"';`,
  };
  for (const [table, source] of Object.entries(planted)) {
    it(`is caught in Ordering when it names ${table}`, () => {
      expect(foreignTablesIn(source, 'ordering')).to.deep.equal([table]);
    });
  }

  it('may name its own tables, and files of any name', () => {
    const innocent = "import './ledger.sql.ts';\nconst sql = 'select * from ordering.orders';";
    expect(foreignTablesIn(innocent, 'ordering')).to.deep.equal([]);
  });
});

async function foreignTables(file: string): Promise<string[]> {
  const module = file.split(path.sep)[3] ?? '';
  return foreignTablesIn(await read(file), module);
}
