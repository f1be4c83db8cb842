import { expect } from 'chai';
import { adjustPoints } from '../../../../src/application/ledger/adjust-points.ts';
import { points } from '../../../../src/domain/shared/points.ts';
import { aCallerOf, type CallerOf } from '../../../support/http/callers.ts';
import type { Flow } from '../flow.ts';
import type { Scene } from '../scene.ts';

const DAY = 86_400;

/** Somebody with 600 points, and a service that asks for them; both were there before. */
export const caller = (scene: Scene): Promise<CallerOf> => scene.before(() => aCallerOf(scene.world.system));

/** A request of a backend service, under a name of its own. */
const posting =
  (scene: Scene, { service, once }: CallerOf) =>
  (path: string, body: object) =>
    scene.expect(200, `/internal/v1${path}`, { token: service, body, headers: once() });

async function expectLines(scene: Scene, { lines, points: left }: CallerOf, expected: readonly string[], rest: number) {
  await scene.over();
  expect(await lines()).to.deep.equal(expected);
  expect(await left()).to.equal(rest);
}

const called: Flow = {
  name: 'a call that is charged, and given back',
  play: async (scene) => {
    const by = await caller(scene);
    const post = posting(scene, by);
    const { json } = await post('/usage', by.asked);
    await post(`/usage/${json.usage_id}/reverse`, {});
    await expectLines(scene, by, ['grant 600', 'consume -5', 'reverse 5'], 600);
  },
};

const batch: Flow = {
  name: 'a batch of calls',
  play: async (scene) => {
    const by = await caller(scene);
    const items = [1, 2, 3].map((quantity) => ({ ...by.asked, quantity, idempotency_key: crypto.randomUUID() }));
    await posting(scene, by)('/usage/batch', { items });
    await scene.over();
    expect((await by.lines()).slice().sort()).to.deep.equal(['consume -10', 'consume -15', 'consume -5', 'grant 600']);
  },
};

const captured: Flow = {
  name: 'a hold that is captured',
  play: async (scene) => {
    const by = await caller(scene);
    const post = posting(scene, by);
    const { json } = await post('/holds', { ...by.asked, points: 100 });
    await post(`/holds/${json.hold_id}/capture`, { points: 30 });
    await expectLines(scene, by, ['grant 600', 'hold -100', 'release 100', 'consume -30'], 570);
  },
};

const released: Flow = {
  name: 'a hold that is released',
  play: async (scene) => {
    const by = await caller(scene);
    const post = posting(scene, by);
    const { json } = await post('/holds', { ...by.asked, points: 100 });
    await post(`/holds/${json.hold_id}/release`, {});
    await expectLines(scene, by, ['grant 600', 'hold -100', 'release 100'], 600);
  },
};

const forgotten: Flow = {
  name: 'a hold that nobody ends',
  play: async (scene) => {
    const by = await caller(scene);
    await posting(scene, by)('/holds', { ...by.asked, points: 100, ttl_seconds: 60 });
    await scene.advance(120);
    await scene.sweep('release-expired-holds');
    // What a dead process had taken is tried again after a while.
    await scene.advance(600);
    await scene.sweep('release-expired-holds');
    await expectLines(scene, by, ['grant 600', 'hold -100', 'release 100'], 600);
  },
};

const expired: Flow = {
  name: 'points that expire',
  play: async (scene) => {
    const by = await caller(scene);
    const now = await scene.world.system.uow.run(({ clock }) => clock.now());
    await adjust(scene, by, 'credit', 50, new Date(now.getTime() + DAY * 1_000));
    await scene.advance(DAY + 60);
    await scene.sweep('expire-lots');
    await expectLines(scene, by, ['grant 600', 'credit 50', 'expire -50'], 600);
  },
};

/** An operator's word, said again under the same key where nobody has answered. */
async function adjust(scene: Scene, { userId }: CallerOf, kind: 'credit' | 'debit', amount: number, expiresAt: Date) {
  const requestKey = crypto.randomUUID();
  const correction =
    kind === 'credit' ? { kind, points: points(BigInt(amount)), expiresAt } : { kind, points: points(BigInt(amount)) };
  await scene.step(async ({ parts: { uow, ids, secrets } }) => {
    const words = { userId, correction, reason: '补偿', operator: 'alice', requestKey, dryRun: false };
    expect((await adjustPoints({ uow, ids, secrets })(words)).kind).to.equal('adjusted');
  });
}

const adjusted: Flow = {
  name: 'points by an operator’s word',
  play: async (scene) => {
    const by = await caller(scene);
    await adjust(scene, by, 'credit', 50, new Date('2200-01-01'));
    await adjust(scene, by, 'debit', 20, new Date('2200-01-01'));
    await scene.over();
    expect(await by.points()).to.equal(630);
  },
};

const sealed: Flow = {
  name: 'the seal of a day',
  play: async (scene) => {
    await caller(scene);
    await scene.advance(DAY);
    await scene.sweep('seal-ledger');
    await scene.over();
    const { knex } = scene.world.system;
    const seals = await knex('ledger.seals').orderBy('no');
    expect(seals.map(({ no }) => Number(no))).to.deep.equal(seals.map((_, nth) => nth + 1));
    expect(seals.length).to.be.greaterThan(0);
  },
};

export const SPENDING: readonly Flow[] = [called, batch, captured, released, forgotten, expired, adjusted, sealed];
