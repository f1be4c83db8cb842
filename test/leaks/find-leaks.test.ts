import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { aToken } from '../support/a-token.ts';
import { findLeaks } from '../support/leaks/find-leaks.ts';
import { type OutputKind, Records } from '../support/leaks/records.ts';
import { reportLeaks } from '../support/leaks/report-leaks.ts';

const OUTPUTS: readonly OutputKind[] = ['log', 'problem', 'audit', 'process', 'mocha'];
const OPENID = `oAb-C_${'d1e2f3'.repeat(3)}xyz`;
const SESSION_KEY = '+/8uVwX0yZ+abcdEFGH/12==';

describe('the search of what tests put out', () => {
  let folder: string;
  let records: Records;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'seahorse-planted-'));
    records = new Records(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const search = () => {
    records.flush();
    return findLeaks(folder);
  };

  for (const from of OUTPUTS) {
    it(`finds a secret that a test knows in ${from}, and says where and of what kind, not which`, async () => {
      records.secret('openid', OPENID);
      records.output(from, 'nothing here');
      records.output(from, `{"openid":"${OPENID}"}`, 'a test');
      const { known, suspected } = await search();
      expect(known).to.deep.equal([
        { file: `outputs-${process.pid}.jsonl`, line: 2, from, test: 'a test', kind: 'openid' },
      ]);
      expect(suspected).to.deep.equal([]);
      const said = JSON.stringify(await reportLeaks(folder, { whole: false }));
      expect(said).to.include(`outputs-${process.pid}.jsonl:2: openid in ${from}, while “a test” ran`);
      expect(said).not.to.include(OPENID);
    });
  }

  const suspects: Readonly<Record<string, () => string>> = {
    'an API key': () => aToken('sk_live_'),
    'a service token': () => aToken('ss_live_'),
    'a signing secret': () => `x${aToken('sg_live_')}`,
    'a session token': () => `hss_${'0123abcd'.repeat(8)}`,
    'an Authorization header': () => 'authorization: Bearer eyJhbGciOiJub25lIn0',
  };
  for (const [what, planted] of Object.entries(suspects)) {
    it(`finds ${what} that nobody knows`, async () => {
      for (const from of OUTPUTS) records.output(from, `before ${planted()}, after`);
      const { known, suspected } = await search();
      expect(suspected.map(({ from }) => from)).to.deep.equal(OUTPUTS);
      expect(known).to.deep.equal([]);
    });
  }

  const disguises: Readonly<Record<string, (secret: string) => string>> = {
    'at the beginning and the end': (secret) => secret,
    'as a value of a query': (secret) => `GET /x?key=${encodeURIComponent(secret)}&y=1`,
    'within JSON within JSON': (secret) => JSON.stringify(JSON.stringify({ key: secret })),
    'after a name and a colon': (secret) => `identity:wx1:${secret}`,
    'after a dash': (secret) => `key-${secret}`,
    'in the middle of a line of many': (secret) => `${'line\n'.repeat(1_000)}at ${secret})\n${'line\n'.repeat(1_000)}`,
  };
  for (const [where, disguise] of Object.entries(disguises)) {
    it(`finds a secret ${where}, whatever it is made of`, async () => {
      for (const secret of [OPENID, SESSION_KEY, '0123456789abcdef']) records.secret(`kind of ${secret[0]}`, secret);
      for (const secret of [OPENID, SESSION_KEY, '0123456789abcdef']) records.output('log', disguise(secret));
      expect((await search()).known.map(({ kind }) => kind)).to.deep.equal(['kind of o', 'kind of +', 'kind of 0']);
    });
  }

  it('takes nothing for a secret that only looks a little like one', async () => {
    records.secret('openid', OPENID);
    const innocent = [
      ...[OPENID.slice(0, -1), `${OPENID.slice(0, 12)}…`, 'sk_live_aB3d…9xYz', `hss_${'a'.repeat(63)}`],
      ...[
        aToken('sk_live_').slice(0, -1),
        `${aToken('ss_live_').slice(0, -6)}000000`,
        'Send "Bearer <session token>".',
      ],
    ];
    for (const text of innocent) records.output('problem', text);
    const { known, suspected } = await search();
    expect([known, suspected]).to.deep.equal([[], []]);
  });

  it('searches one process’s output for the secrets of another', async () => {
    records.secret('openid', OPENID);
    records.flush();
    const [other] = readdirSync(folder);
    expect(readFileSync(path.join(folder, other as string), 'utf8')).to.include(OPENID);
    const later = new Records(folder);
    later.output('log', OPENID);
    later.flush();
    expect((await findLeaks(folder)).known).to.have.length(1);
  });

  it('keeps no short text, and each secret once', async () => {
    records.secret('openid', 'o-1');
    for (let times = 0; times < 3; times++) records.secret('openid', OPENID);
    records.output('log', 'o-1');
    const { secrets, known, outputs } = await search();
    expect([...secrets]).to.deep.equal([['openid', 1]]);
    expect([...outputs]).to.deep.equal([['log', 3]]);
    expect(known).to.deep.equal([]);
  });

  it('writes nothing where nobody has asked for it', () => {
    const quiet = new Records(null);
    quiet.secret('openid', OPENID);
    quiet.output('log', OPENID);
    quiet.flush();
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('fails where there was nothing to look for or to look in', async () => {
    records.secret('openid', OPENID);
    records.output('log', 'x');
    records.flush();
    const [, , whole] = await reportLeaks(folder, { whole: true });
    expect(whole?.failures).to.include.members(['no secret of the kind: token', 'no output of the kind: audit']);
    expect(whole?.failures).not.to.include.members(['no secret of the kind: openid']);
  });
});
