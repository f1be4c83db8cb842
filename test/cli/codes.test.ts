import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { aUser } from '../support/customers.ts';
import { newId } from '../support/ids.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { runProgram } from '../support/run-program.ts';
import { BY_NOBODY, openShop, type Shop } from '../support/shop.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CODE = /^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/;
const TERMS = ['--points', '50', '--expires', '2099-01-01', '--valid', '90d', '--reason', '新年活动', '--by', 'alice'];

describe('seahorse codes', () => {
  let database: MigratedDatabase;
  let shop: Shop;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  before(async () => {
    database = await migratedDatabase();
    shop = openShop(database.uow);
    folder = await temporaryFolder();
  });
  after(async () => {
    await folder.remove();
    await database.drop();
  });

  const run = (...args: string[]) => runProgram(['codes', ...args], { DATABASE_URL: database.url });
  const json = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(...args, '--json');
    expect([code, stderr]).to.deep.equal([0, '']);
    return JSON.parse(stdout);
  };
  const make = (...args: string[]) => json('make', '新年礼包', '--count', '3', ...TERMS, '--yes', ...args);
  const batches = async () => (await json('list', '--limit', '1000')).batches as { id: string }[];

  it('make shows the codes alone, and beside them what they are', async () => {
    const { code, stdout, stderr } = await run('make', '新年礼包', '--count', '3', ...TERMS, '--yes');
    expect(code).to.equal(0);
    const codes = stdout.trim().split('\n');
    expect(codes).to.have.length(3);
    for (const each of codes) expect(each).to.match(CODE);
    expect(stderr).to.match(
      /^cdb_[0-9a-f]{32}: 3 codes of 50 points each until 2098-12-31T16:00:00.000Z, points valid 90d, as many as one person likes; shown now and never again\n$/,
    );
  });

  it('make --json gives batch and codes', async () => {
    const made = await make('--per-person', '2');
    expect(made).to.deep.include({ dry_run: false, repeated: false });
    expect(made.batch).to.include({ name: '新年礼包', codes: 3, points: '50', points_valid: '90d', per_person: 2 });
    expect(made.batch).to.include({ made_by: 'alice', reason: '新年活动', expires_at: '2098-12-31T16:00:00.000Z' });
    expect(made.codes).to.have.length(3);
  });

  it('make --out writes them into a new file that is its owner’s, and shows none', async () => {
    const file = path.join(folder.path, 'codes.csv');
    const made = await make('--out', file);
    expect(made.codes).to.equal(null);
    const [head, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\r\n');
    expect([head, lines.length]).to.deep.equal(['no,code', 3]);
    for (const [nth, line] of lines.entries()) {
      const [no, code] = line.split(',') as [string, string];
      expect(no).to.equal(String(nth + 1));
      expect((await json('find', code)).no).to.equal(nth + 1);
    }
    expect(statSync(file).mode & 0o777).to.equal(0o600);
  });

  it('make makes none where they could not be written', async () => {
    const file = path.join(folder.path, 'there.csv');
    writeFileSync(file, 'mine');
    const before = (await batches()).length;
    for (const [out, why] of [
      [file, 'is there already'],
      [path.join(file, 'x.csv'), 'cannot be written'],
    ] as const) {
      const { code, stderr } = await run('make', '礼包', '--count', '1', ...TERMS, '--yes', '--out', out);
      expect([code, stderr.includes(`${out} ${why}`), stderr.includes('nothing was made')]).to.deep.equal([
        1,
        true,
        true,
      ]);
    }
    expect([readFileSync(file, 'utf8'), (await batches()).length]).to.deep.equal(['mine', before]);
  });

  it('make said again under one request key makes none, and leaves no file', async () => {
    const file = path.join(folder.path, 'again.csv');
    const first = await make('--request-key', 'spring');
    const again = await make('--request-key', 'spring', '--out', file);
    expect(again).to.deep.include({ repeated: true, codes: null, batch: first.batch });
    expect(existsSync(file)).to.equal(false);
    const other = await run('make', '礼包', '--count', '9', ...TERMS, '--yes', '--request-key', 'spring');
    expect([other.code, other.stderr]).to.deep.equal([
      1,
      `seahorse: this key stands for ${first.batch.id}: 3 codes of 50 points each until 2098-12-31T16:00:00.000Z, points valid 90d, as many as one person likes; take another key\n`,
    ]);
  });

  it('make --dry-run checks, and makes none; nor is any made unasked', async () => {
    const before = (await batches()).length;
    const dry = await run('make', '礼包', '--count', '2', ...TERMS, '--dry-run');
    expect([dry.code, dry.stdout]).to.deep.equal([0, '']);
    expect(dry.stderr).to.match(/^dry run: 2 codes of 50 points each/);
    const unasked = await run('make', '礼包', '--count', '2', ...TERMS);
    expect([unasked.code, unasked.stderr]).to.deep.equal([
      ...[2, 'seahorse: this makes codes worth points: run it with --yes, or at a terminal\n'],
    ]);
    expect((await batches()).length).to.equal(before);
  });

  it('make says what is wrong with the terms', async () => {
    const wrong = async (...args: string[]) => {
      const { code, stderr } = await run('make', '礼包', '--reason', 'x', '--yes', ...args);
      return [code, stderr] as const;
    };
    const rest = ['--points', '5', '--count', '1'];
    expect(await wrong(...rest, '--expires', '2020-01-01', '--valid', '1d')).to.satisfy(
      ([code, text]: [number, string]) => code === 1 && text.includes('would have expired already'),
    );
    const [early, text] = await wrong(...rest, '--expires', '2099-01-01', '--valid', '2098-01-01');
    expect([early, text]).to.deep.equal([
      1,
      'seahorse: the points would expire before the codes: say a later --valid, or an earlier --expires\n',
    ]);
    for (const [option, value] of [
      ...[['--count', '10001'] as const, ['--valid', '121m'] as const, ['--valid', 'soon'] as const],
      ...[['--points', '0'] as const, ['--per-person', '-1'] as const, ['--expires', '2026-02-30'] as const],
    ]) {
      const terms = { '--points': '5', '--count': '1', '--expires': '2099-01-01', '--valid': '1d', [option]: value };
      expect((await wrong(...Object.entries(terms).flat()))[0], `${option} ${value}`).to.equal(2);
    }
  });

  it('list, show and find tell what became of them', async () => {
    const { batch, codes } = await make();
    const userId = await aUser(shop, newId());
    await shop.redeemCode(userId, codes[0], BY_NOBODY);
    expect((await batches())[0]).to.include({ id: batch.id, redeemed: 1, voided: 0, open: 2 });
    expect(await json('show', batch.id)).to.deep.equal({ ...batch, redeemed: 1, voided: 0, open: 2 });
    const found = await json('find', codes[0]);
    expect(found).to.deep.include({ no: 1, state: 'redeemed', batch });
    expect(found.redeemed_by).to.match(/^usr_/);
    expect(await json('find', codes[1])).to.include({ state: 'open', redeemed_by: null, redeemed_at: null });
    const text = await run('find', codes[0]);
    expect(text.stdout).to.match(/^redeemed: code 1 of\n.*redeemed 1, void 0, open 2.*\nredeemed by usr_\S+ at \S+\n$/);
    const unknown = await run('find', '0000-0000-0000-0000');
    expect([unknown.code, unknown.stderr]).to.deep.equal([
      ...[1, 'seahorse: there is no such code: it is mistyped, or none of ours\n'],
    ]);
  });

  it('list goes on after a page', async () => {
    const all = await batches();
    const first = await json('list', '--limit', '1');
    const second = await json('list', '--limit', '1', '--after', first.next);
    expect([first.batches[0].id, second.batches[0].id]).to.deep.equal(all.slice(0, 2).map(({ id }) => id));
    const last = all.at(-1)?.id as string;
    expect(await json('list', '--after', last)).to.deep.equal({ batches: [], next: null });
  });

  it('void takes back what is open: one, or all', async () => {
    const { batch, codes } = await make();
    const userId = await aUser(shop, newId());
    await shop.redeemCode(userId, codes[0], BY_NOBODY);
    const void_ = (...args: string[]) => json('void', batch.id, '--reason', '误发', ...args);
    expect(await void_('--dry-run')).to.deep.equal({ batch: batch.id, dry_run: true, voided: 2 });
    expect(await void_('--code', codes[1], '--yes')).to.deep.equal({ batch: batch.id, dry_run: false, voided: 1 });
    expect((await shop.redeemCode(userId, codes[1], BY_NOBODY)).kind).to.equal('void');
    expect((await void_('--yes')).voided).to.equal(1);
    expect((await void_('--yes')).voided).to.equal(0);
    expect((await json('find', codes[2])).state).to.equal('void');
    const { code, stderr } = await run('void', `cdb_${'0'.repeat(32)}`, '--reason', 'x', '--yes');
    expect([code, stderr]).to.deep.equal([
      1,
      'seahorse: there is no such batch; look for it with "seahorse codes list"\n',
    ]);
    const [other] = (await make()).codes;
    const foreign = await run('void', batch.id, '--code', other, '--reason', 'x', '--yes');
    expect([foreign.code, foreign.stderr]).to.deep.equal([
      1,
      'seahorse: there is no such code in this batch: seahorse codes find says which one it is of\n',
    ]);
  });
});
