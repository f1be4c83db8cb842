import { expect } from 'chai';
import { parseId } from '../../src/adapters/http/public-id.ts';
import { PostgresUnitOfWork } from '../../src/adapters/postgres/postgres-unit-of-work.ts';
import { nodeSecrets, uuidV7Source } from '../../src/adapters/system/random.ts';
import { adjustPoints } from '../../src/application/ledger/adjust-points.ts';
import { beijingDayOf } from '../../src/domain/shared/beijing-time.ts';
import type { UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import type { Person } from '../support/http/actors.ts';
import { INSTANT } from '../support/http/dates.ts';
import { expectProblem } from '../support/http/expect-problem.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { newId } from '../support/ids.ts';

describe('/api/v1/points', () => {
  const running = useTestSystem();
  const get = (path: string, token?: string) => running().call(`/api/v1/points${path}`, { token });
  const adjust = (person: Person, count: bigint, reason: string, expiresAt = new Date('2099-01-01T00:00:00Z')) =>
    adjustPoints({ uow: new PostgresUnitOfWork(running().knex), ids: uuidV7Source, secrets: nodeSecrets })({
      userId: parseId<UserId>('usr', person.id) as UserId,
      correction: { kind: 'credit', points: points(count), expiresAt },
      ...{ reason, operator: 'alice', requestKey: null, dryRun: false },
    });
  /** Has bought 600 points and spent some of them with a key of this name. */
  async function aSpender(keyName = '生产环境') {
    const person = await running().actors.aPerson();
    const order = await running().actors.aPaidOrder(person);
    const key = await running().actors.anApiKey(person, { name: keyName });
    const service = await running().actors.aService();
    const spend = async (api = 'image.recognize', quantity = 1) => {
      const body = { api_key: key.token, api, quantity };
      const headers = { 'Idempotency-Key': newId() };
      const { json } = await running().call('/internal/v1/usage', { token: service, body, headers });
      expect(json.allowed, JSON.stringify(json)).to.equal(true);
    };
    return { person, token: person.token, order, key, spend };
  }

  describe('GET /expiring', () => {
    it('200 lists the lots that will have expired, the next first, and what they hold together', async () => {
      const { person, token } = await aSpender();
      const days = (count: number) => new Date(Date.now() + count * 86_400_000);
      await adjust(person, 7n, '补偿', days(20));
      await adjust(person, 5n, '补偿', days(2));
      await adjust(person, 3n, '补偿', days(40));
      const { status, json } = await get('/expiring', token);
      expect(status).to.equal(200);
      expect(json).to.have.all.keys('days', 'points', 'lots');
      expect([json.days, json.points]).to.deep.equal([30, 12]);
      expect(json.lots.map((lot: { points: number }) => lot.points)).to.deep.equal([5, 7]);
      for (const lot of json.lots) {
        expect(lot).to.have.all.keys('kind', 'points', 'expires_at');
        expect([lot.kind, INSTANT.test(lot.expires_at)]).to.deep.equal(['bonus', true]);
      }
      expect((await get('/expiring?days=1', token)).json).to.deep.equal({ days: 1, points: 0, lots: [] });
      expect((await get('/expiring?days=45', token)).json.points).to.equal(15);
      expect((await get('/expiring?days=366', token)).json.points).to.be.above(600);
    });

    for (const days of ['0', '367', '1.5', 'many', '-1']) {
      it(`400 for ${days} days`, async () => {
        const { token } = await running().actors.aPerson();
        expectProblem(await get(`/expiring?days=${days}`, token), [400, 'invalid_request', 'zh'], ['errors']);
      });
    }

    it('401 without a session', async () => expectProblem(await get('/expiring'), [401, 'session_missing', 'zh']));
  });

  describe('GET /statement', () => {
    it('200 tells what was moved and what for, newest first', async () => {
      const { person, token, order, key, spend } = await aSpender();
      await spend('image.recognize', 2);
      await adjust(person, 5n, '活动补偿');
      const { status, json } = await get('/statement', token);
      expect(status).to.equal(200);
      expect(json).to.have.all.keys('lines', 'next_cursor');
      const [credit, call, grant, ...more] = json.lines;
      expect(more).to.deep.equal([]);
      for (const line of json.lines) {
        expect(line).to.have.all.keys('seq', 'kind', 'title', 'points', 'balance_after', 'at', 'reason');
        expect(line.at).to.match(INSTANT);
      }
      expect(credit).to.deep.include({ kind: 'credit', title: '人工增加', points: 5, balance_after: 595 });
      expect(credit.reason).to.deep.equal({ kind: 'adjustment', text: '活动补偿' });
      expect(call).to.deep.include({ kind: 'consume', title: '接口调用', points: -10, balance_after: 590 });
      expect(call.reason).to.deep.equal({
        ...{ kind: 'call', api: 'image.recognize', api_name: '图片识别', quantity: 2 },
        ...{ key_id: key.id, key_name: '生产环境' },
      });
      expect(grant).to.deep.include({ kind: 'grant', title: '购买积分', points: 600, balance_after: 600, seq: 1 });
      expect(grant.reason).to.deep.equal({ kind: 'order', order_id: order.id, out_trade_no: order.out_trade_no });
      expect(json.next_cursor).to.equal(null);
    });

    it('200 comes in pages, by kind, by API, by key and by time', async () => {
      const { token, key, spend } = await aSpender();
      for (let calls = 0; calls < 3; calls++) await spend();
      const first = (await get('/statement?limit=2', token)).json;
      const second = (await get(`/statement?limit=2&cursor=${first.next_cursor}`, token)).json;
      expect([...first.lines, ...second.lines].map((line) => line.balance_after)).to.deep.equal([585, 590, 595, 600]);
      expect([first.next_cursor, second.next_cursor]).to.deep.equal([String(first.lines[1].seq), null]);
      const count = async (query: string) => (await get(`/statement?${query}`, token)).json.lines.length;
      expect([await count('kind=grant'), await count('kind=consume'), await count('kind=expire')]).to.deep.equal([
        1, 3, 0,
      ]);
      expect([await count('api=image.recognize'), await count('api=other')]).to.deep.equal([3, 0]);
      expect([await count(`key=${key.id}`), await count(`key=key_${'0'.repeat(32)}`)]).to.deep.equal([3, 0]);
      const [newest] = first.lines;
      const later = encodeURIComponent(new Date(Date.parse(newest.at) + 1).toISOString());
      expect([await count(`from=${later}`), await count(`to=${later}`)]).to.deep.equal([0, 4]);
      expect(await count(`from=${encodeURIComponent('2020-01-01T00:00:00+08:00')}`)).to.equal(4);
    });

    it('200 shows nobody else’s', async () => {
      await aSpender();
      const { token } = await running().actors.aPerson();
      expect((await get('/statement', token)).json).to.deep.equal({ lines: [], next_cursor: null });
    });

    for (const query of [
      'kind=gift',
      'from=yesterday',
      'to=2026-01-01',
      'key=abc',
      'cursor=0',
      'cursor=x',
      'limit=101',
      'page=2',
    ]) {
      it(`400 for ${query}`, async () => {
        const { token } = await running().actors.aPerson();
        expectProblem(await get(`/statement?${query}`, token), [400, 'invalid_request', 'zh'], ['errors']);
      });
    }

    it('401 without a session', async () => expectProblem(await get('/statement'), [401, 'session_missing', 'zh']));
  });

  describe('GET /statement.csv', () => {
    const thisMonth = () => beijingDayOf(new Date()).slice(0, 7);
    const HEAD = '\uFEFF时间（北京）,类型,积分变动,变动后积分,单号,接口,API Key,调用次数,说明';

    it('200 is a file for spreadsheets with the lines of that month', async () => {
      const { token, order, spend } = await aSpender();
      await spend('image.recognize', 2);
      const month = thisMonth();
      const { status, headers } = await get(`/statement.csv?month=${month}`, token);
      expect(status).to.equal(200);
      expect(headers.get('content-type')).to.equal('text/csv; charset=utf-8');
      expect(headers.get('content-disposition')).to.equal(`attachment; filename=statement-${month}.csv`);
      const lines = (await csv(token, month)).split('\r\n');
      expect(lines[0]).to.equal(HEAD);
      expect(lines[1]).to.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,接口调用,-10,590,,图片识别,生产环境,2,$/);
      expect(lines[2]).to.match(new RegExp(`,购买积分,600,600,${order.out_trade_no},,,,$`));
      expect(lines.slice(3)).to.deep.equal(['']);
    });

    /** With the mark that `fetch` takes away. */
    const csv = async (token: string, month: string): Promise<string> => {
      const res = await fetch(`${running().url}/api/v1/points/statement.csv?month=${month}`, {
        headers: { Authorization: `Bearer ${token}` },
      });
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await res.arrayBuffer());
    };

    it('200 runs no formula that a user or an operator has written', async () => {
      const { person, token, spend } = await aSpender('=1+1,"x"');
      await spend();
      for (const reason of ['=cmd', '+1', '-2', '@sum', '＝1', 'plain, "quoted"']) await adjust(person, 1n, reason);
      const lines = (await csv(token, thisMonth())).split('\r\n').slice(1, 8);
      expect(lines.map((line) => line.replace(/^.*?,人工增加,1,\d+,,,,,/, ''))).to.deep.equal([
        ...['"plain, ""quoted"""', `'＝1`, `'@sum`, `'-2`, `'+1`, `'=cmd`],
        lines[6],
      ]);
      expect(lines[6]).to.include(`,"'=1+1,""x""",1,`);
    });

    it('200 is the whole month, however many pages of it there are', async () => {
      const { person, token } = await aSpender();
      const userId = parseId<UserId>('usr', person.id) as UserId;
      await running().knex.raw(
        `do $$ declare lot uuid; begin
           select id into lot from ledger.lots where account_id = '${userId}' limit 1;
           for nth in 1 .. 520 loop
             perform ledger.lock_account('${userId}');
             perform ledger.post_deed('${userId}', gen_random_uuid(), clock_timestamp(),
               array['consume', 'reverse']::ledger.entry_kind[], array[lot, lot], array[1, 1]::bigint[], null, null, null, null, null);
           end loop;
         end $$`,
      );
      const lines = (await csv(token, thisMonth())).trimEnd().split('\r\n');
      expect(lines).to.have.length(1 + 2 * 520 + 1);
      expect(new Set(lines.map((line) => line.split(',')[3])).size).to.equal(3);
    });

    it('200 is empty but for its head in a month without movements', async () => {
      const { token } = await aSpender();
      expect(await csv(token, '2020-01')).to.equal(`${HEAD}\r\n`);
    });

    for (const query of ['', '?month=2026-13', '?month=2026-1', '?month=202601', '?month=2026-01&limit=1']) {
      it(`400 for "${query}"`, async () => {
        const { token } = await running().actors.aPerson();
        expectProblem(await get(`/statement.csv${query}`, token), [400, 'invalid_request', 'zh'], ['errors']);
      });
    }

    it('401 without a session', async () => {
      expectProblem(await get('/statement.csv?month=2026-01'), [401, 'session_missing', 'zh']);
    });
  });
});
