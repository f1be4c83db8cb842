import { expect } from 'chai';
import { publicId } from '../../src/adapters/http/public-id.ts';
import type { AuditEvent } from '../../src/domain/shared/audit.ts';
import type { AuditEventId, ServiceId, UserId } from '../../src/domain/shared/ids.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { runProgram } from '../support/run-program.ts';

describe('seahorse audit list', () => {
  let database: MigratedDatabase;
  before(async () => {
    database = await migratedDatabase(3);
    for (const event of EVENTS) await database.uow.run(({ audit }) => audit.add(event));
  });
  after(() => database.drop());
  const run = (...args: string[]) => runProgram(['audit', 'list', ...args], { DATABASE_URL: database.url });
  const idsOf = async (...args: string[]): Promise<string[]> => {
    const { code, stdout, stderr } = await run('--json', ...args);
    expect([code, stderr]).to.deep.equal([0, '']);
    return JSON.parse(stdout).map(({ id }: { id: string }) => id);
  };
  const named = (...events: readonly AuditEvent[]): string[] => events.map(({ id }) => publicId('aud', id));

  const [userId, keyId, serviceId] = [newId<UserId>(), newId(), newId<ServiceId>()];
  const disabled: AuditEvent = {
    ...{ id: newId<AuditEventId>(), at: NOON, action: 'key.disabled', subject: { kind: 'key', id: keyId }, userId },
    by: { actor: { kind: 'user', userId }, requestId: 'request-1' },
    ...{ before: { enabled: true }, after: { enabled: false } },
  };
  const mapped: AuditEvent = {
    ...{ ...disabled, id: newId<AuditEventId>(), at: msAfter(NOON, 1), action: 'service.changed', userId: null },
    subject: { kind: 'service', id: serviceId },
    by: { actor: { kind: 'service', serviceId, onBehalfOf: userId }, requestId: null },
  };
  const closing: AuditEvent = {
    ...{ ...disabled, id: newId<AuditEventId>(), at: new Date(Date.now() - 3_600_000), action: 'user.closing' },
    ...{ subject: { kind: 'user', id: userId }, by: { actor: { kind: 'operator', name: 'alice' }, requestId: null } },
    ...{ before: null, after: null },
  };
  const EVENTS = [disabled, mapped, closing];

  it('tells who did what, newest first, a line each', async () => {
    const { code, stdout, stderr } = await run();
    expect([code, stderr]).to.deep.equal([0, '']);
    const [usr, key] = [publicId('usr', userId), publicId('key', keyId)];
    const facts = '{"enabled":true} → {"enabled":false}';
    expect(stdout.split('\n')).to.deep.equal([
      `${closing.at.toISOString()}  user.closing            operator alice  user ${usr}`,
      `2026-01-15T04:00:00.001Z  service.changed         service ${serviceId} for ${usr}  service ${serviceId}  ${facts}`,
      `2026-01-15T04:00:00.000Z  key.disabled            user ${usr}  key ${key}  of ${usr}  ${facts}  request request-1`,
      '',
    ]);
  });

  it('prints JSON with every field', async () => {
    const [last] = JSON.parse((await run('--json', '--subject', publicId('key', keyId))).stdout);
    expect(last).to.deep.equal({
      ...{ id: publicId('aud', disabled.id), at: NOON.toISOString(), action: 'key.disabled', request_id: 'request-1' },
      ...{ by: { kind: 'user', id: publicId('usr', userId) }, subject: { kind: 'key', id: publicId('key', keyId) } },
      ...{ user: publicId('usr', userId), before: { enabled: true }, after: { enabled: false } },
    });
    const [by] = JSON.parse((await run('--json', '--subject', serviceId)).stdout);
    expect(by).to.deep.include({ user: null, subject: { kind: 'service', id: serviceId } });
    expect(by.by).to.deep.equal({ kind: 'service', id: serviceId, on_behalf_of: publicId('usr', userId) });
  });

  it('filters by user, subject, action and time, and stops at a limit', async () => {
    expect(await idsOf()).to.deep.equal(named(closing, mapped, disabled));
    expect(await idsOf('--user', publicId('usr', userId))).to.deep.equal(named(closing, disabled));
    expect(await idsOf('--subject', publicId('usr', userId))).to.deep.equal(named(closing));
    expect(await idsOf('--action', 'key.disabled')).to.deep.equal(named(disabled));
    expect(await idsOf('--since', '2h')).to.deep.equal(named(closing));
    expect(await idsOf('--since', '30m')).to.deep.equal([]);
    expect(await idsOf('--since', '2026-01-15T12:00:00.001+08:00')).to.deep.equal(named(closing, mapped));
    expect(await idsOf('--since', '2026-01-15')).to.have.length(3);
    expect(await idsOf('--limit', '2')).to.deep.equal(named(closing, mapped));
    expect(await idsOf('--user', `usr_${'0'.repeat(32)}`)).to.deep.equal([]);
  });

  const mistakes: readonly (readonly [what: string, args: string[], says: RegExp])[] = [
    ['a user that is none', ['--user', 'usr_1'], /expected a user such as/],
    ['a subject that is none', ['--subject', 'ord_1'], /expected an id such as/],
    ['an action that there is not', ['--action', 'key.eaten'], /Allowed choices are/],
    ['a time that is none', ['--since', 'yesterday'], /expected a day in Beijing/],
    ['no time at all', ['--since', '0d'], /expected a day in Beijing/],
    ['no limit', ['--limit', '0'], /expected a number from 1 to 1000/],
    ['too many', ['--limit', '1001'], /expected a number from 1 to 1000/],
  ];
  for (const [what, args, says] of mistakes) {
    it(`exits with 2 for ${what}`, async () => {
      const { code, stdout, stderr } = await run(...args);
      expect(stderr).to.match(says);
      expect([code, stdout]).to.deep.equal([2, '']);
    });
  }
});
