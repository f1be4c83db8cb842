import { expect } from 'chai';
import { AUDIT_ACTIONS, type AuditEvent, type AuditFilter } from '../../src/domain/shared/audit.ts';
import type { AuditEventId, ServiceId, UserId } from '../../src/domain/shared/ids.ts';
import { newId } from '../support/ids.ts';
import { msAfter, NOON } from '../support/instants.ts';
import { rejectionOf } from '../support/rejection.ts';
import { describeStores } from '../support/stores.ts';

const anEvent = (change: Partial<AuditEvent> = {}): AuditEvent => ({
  ...{ id: newId<AuditEventId>(), at: NOON, by: { actor: { kind: 'system' }, requestId: null } },
  ...{ action: 'key.disabled', subject: { kind: 'key', id: newId() }, userId: null, before: null, after: null },
  ...change,
});

describeStores('AuditLog', (commit) => {
  const add = async (change: Partial<AuditEvent> = {}): Promise<AuditEvent> => {
    const event = anEvent(change);
    await commit(({ audit }) => audit.add(event));
    return event;
  };
  const list = (filter: AuditFilter = {}, page: { before?: AuditEventId; limit?: number } = {}) =>
    commit(({ audit }) => audit.list(filter, { before: null, limit: 50, ...page }));

  const actors: readonly AuditEvent['by']['actor'][] = [
    { kind: 'user', userId: newId<UserId>() },
    { kind: 'service', serviceId: newId<ServiceId>(), onBehalfOf: newId<UserId>() },
    { kind: 'service', serviceId: newId<ServiceId>(), onBehalfOf: null },
    { kind: 'operator', name: '李 "运维"' },
    { kind: 'wechat' },
    { kind: 'system' },
  ];
  for (const actor of actors) {
    it(`tells of a deed of ${JSON.stringify(actor).slice(0, 40)}, to the millisecond`, async () => {
      const event = await add({
        by: { actor, requestId: 'request-1' },
        at: msAfter(NOON, 123),
        userId: newId<UserId>(),
      });
      expect(await list()).to.deep.equal([event]);
    });
  }

  for (const action of AUDIT_ACTIONS) {
    it(`knows ${action}`, async () => {
      const event = await add({ action });
      expect(await list({ action })).to.deep.equal([event]);
    });
  }

  it('gives what was before and after back as it was, whatever JSON that is', async () => {
    const before = { text: '海马 "🐴" \\ \n', none: null, yes: true, whole: 9_007_199_254_740_991, half: 0.5 };
    const after = { list: [1, 'two', [], {}], deep: { er: { est: [null] } }, '': 'a name that is empty' };
    const both = await add({ before, after });
    const neither = await add({ before: {}, after: null });
    expect(await list()).to.deep.equal([neither, both]);
  });

  it('lists newest first, a page at a time, each event once', async () => {
    const events: AuditEvent[] = [];
    // The id says which is newer, since a transaction may be older than its commit.
    for (let nth = 0; nth < 5; nth++) events.unshift(await add({ at: msAfter(NOON, -nth) }));
    const pages: AuditEvent[][] = [];
    for (let page = await list({}, { limit: 2 }); page.length > 0; ) {
      pages.push(page);
      page = await list({}, { limit: 2, before: page.at(-1)?.id as AuditEventId });
    }
    expect(pages.map(({ length }) => length)).to.deep.equal([2, 2, 1]);
    expect(pages.flat()).to.deep.equal(events);
  });

  it('filters by user, subject, action and time, one by one and all together', async () => {
    const [userId, id] = [newId<UserId>(), newId()];
    const wanted = { userId, subject: { kind: 'user', id }, action: 'user.closing', at: NOON } as const;
    const event = await add(wanted);
    const others = [
      await add({ ...wanted, userId: newId<UserId>() }),
      await add({ ...wanted, subject: { kind: 'user', id: newId() } }),
      await add({ ...wanted, action: 'user.closed' }),
      await add({ ...wanted, at: msAfter(NOON, -1) }),
    ];
    const all = [event, ...others].toReversed();
    const without = (nth: number) => all.filter((each) => each !== others[nth]);
    expect(await list({ userId })).to.deep.equal(without(0));
    expect(await list({ subjectId: id })).to.deep.equal(without(1));
    expect(await list({ action: 'user.closing' })).to.deep.equal(without(2));
    expect(await list({ since: NOON })).to.deep.equal(without(3));
    const together = { userId, subjectId: id, action: 'user.closing', since: NOON } as const;
    expect(await list(together)).to.deep.equal([event]);
    expect(await list(together, { before: event.id })).to.deep.equal([]);
    expect(await list({ userId: newId<UserId>() })).to.deep.equal([]);
  });

  it('keeps nothing of a transaction that failed', async () => {
    await rejectionOf(
      commit(async ({ audit }) => {
        await audit.add(anEvent());
        throw new Error('undone');
      }),
    );
    expect(await list()).to.deep.equal([]);
  });
});
