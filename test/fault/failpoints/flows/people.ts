import { expect } from 'chai';
import { parseId } from '../../../../src/adapters/http/public-id.ts';
import { mergeUsers } from '../../../../src/application/identity/merge-users.ts';
import type { UserId } from '../../../../src/domain/shared/ids.ts';
import { joined, PNG } from '../../../support/pictures.ts';
import type { Flow } from '../flow.ts';
import type { Scene } from '../scene.ts';
import { caller } from './spending.ts';

const DAY = 86_400;
const TICKETS = '/api/web/login-tickets';
const byAlice = { actor: { kind: 'operator', name: 'alice' }, requestId: null } as const;
const idOf = ({ id }: { readonly id: string }): UserId => parseId<UserId>('usr', id) as UserId;

/** Each browser asks from somewhere else. */
const somewhere = () => {
  const [a, b] = crypto.getRandomValues(new Uint8Array(2));
  return { 'X-Forwarded-For': `198.18.${a}.${b}` };
};

/** A member whom the official account knows by the unionid. */
async function aMember(scene: Scene): Promise<{ readonly name: string; readonly id: string }> {
  const name = `member-${crypto.randomUUID()}`;
  const { code } = await scene.phone.login(name, { unionid: true });
  const { json } = await scene.world.system.call('/api/v1/session', { body: { code } });
  return { name, id: json.user.id };
}

/** Follows, or scans; WeChat pushes it again where nobody has answered. */
async function follow(scene: Scene, name: string, event: 'subscribe' | 'SCAN' | 'unsubscribe', sceneCode?: string) {
  const more = { unionid: true, ...(sceneCode && { scene: sceneCode }) };
  const { status, delivery_id } = await scene.phone.follower(name, event, more);
  if (status !== 200) await scene.told(() => scene.phone.pushAgain(delivery_id));
  await scene.advance(60);
  await scene.sweep('handle-follower-events');
}

/** A browser shows a code; whoever scans it is signed in there. */
async function aTicket(scene: Scene) {
  const { json } = await scene.expect(201, TICKETS, { body: { device: 'Firefox' }, headers: somewhere() });
  const { knex } = scene.world.system;
  const row = await knex('identity.login_tickets')
    .where({ id: json.id.slice('lgn_'.length) })
    .first();
  return { id: json.id as string, secret: json.browser_secret as string, code: row.scene as string };
}

const onTheWeb: Flow = {
  name: 'a sign-in on the web, by a follower’s scan',
  play: async (scene) => {
    const member = await aMember(scene);
    const ticket = await aTicket(scene);
    await follow(scene, member.name, 'subscribe', ticket.code);
    const claim = { body: { browser_secret: ticket.secret } };
    const { status, json } = await scene.ask(`${TICKETS}/${ticket.id}/claim`, claim);
    // Whose answer was lost shows another code: a ticket is claimed once.
    expect([200, 409]).to.include(status);
    if (status === 200) expect(json.user.id).to.equal(member.id);
    await follow(scene, member.name, 'unsubscribe');
    await scene.advance(2 * DAY);
    await scene.sweep('remove-old-login-tickets');
    await scene.over();
    const { code } = await scene.phone.login(member.name, { unionid: true });
    const again = await scene.world.system.call('/api/v1/session', { body: { code } });
    expect(again.json.user.id, 'one person, one user').to.equal(member.id);
  },
};

const unknownFollower: Flow = {
  name: 'a follower of whom WeChat does not tell at once',
  play: async (scene) => {
    const member = await aMember(scene);
    await scene.phone.faults({
      seed: 1,
      rules: [{ on: 'request', fault: 'system_error', path: '/cgi-bin/user/info', times: 1 }],
    });
    await follow(scene, member.name, 'subscribe');
    await scene.phone.faults({ seed: 1, rules: [] });
    await scene.advance(600);
    await scene.sweep('handle-follower-events');
    await scene.over();
    const { code } = await scene.phone.login(member.name, { unionid: true });
    const again = await scene.world.system.call('/api/v1/session', { body: { code } });
    expect(again.json.user.id, 'one person, one user').to.equal(member.id);
  },
};

const inTheMiniProgram: Flow = {
  name: 'a sign-in on the web, confirmed in the mini-program',
  play: async (scene) => {
    const person = await scene.world.system.actors.aPerson();
    const ticket = await aTicket(scene);
    const body = { scene: ticket.code, confirm: true };
    await scene.expect(200, '/api/v1/login-tickets/confirm', { token: person.token, body });
    const claim = { body: { browser_secret: ticket.secret } };
    expect([200, 409]).to.include((await scene.ask(`${TICKETS}/${ticket.id}/claim`, claim)).status);
    const { json } = await scene.expect(200, '/api/v1/sessions', { token: person.token });
    expect(json.sessions.length).to.be.greaterThan(1);
    await scene.ask('/api/v1/sessions/revoke-others', { token: person.token, method: 'POST' });
    await scene.over();
    const left = await scene.world.system.call('/api/v1/sessions', { token: person.token });
    expect(left.json.sessions).to.have.length(1);
  },
};

const profile: Flow = {
  name: 'a profile and its picture',
  play: async (scene) => {
    const person = await scene.world.system.actors.aPerson();
    const me = { token: person.token };
    await scene.advance(2 * 3_600);
    await scene.ask('/api/v1/me', { ...me, method: 'PUT', body: { nickname: '小海马' } });
    const picture = { ...me, raw: joined(PNG), headers: { 'Content-Type': 'image/png' } };
    await scene.ask('/api/v1/me/avatar', picture);
    await scene.ask('/api/v1/me/avatar', { ...me, method: 'DELETE' });
    await scene.ask('/api/v1/session', { ...me, method: 'DELETE' });
    await scene.over();
    expect((await scene.world.system.call('/api/v1/me', me)).status).to.equal(401);
  },
};

const closed: Flow = {
  name: 'an account that is closed, after its user had thought better of it',
  play: async (scene) => {
    const by = await caller(scene);
    const me = { token: by.person.token };
    const word = { ...me, body: { confirm: '注销', waive_points: true } };
    await scene.expect(200, '/api/v1/me/closing', word);
    await scene.expect(200, '/api/v1/me/closing/cancel', { ...me, method: 'POST' });
    await scene.expect(200, '/api/v1/me/closing', word);
    await scene.advance(7 * DAY + 60);
    await scene.sweep('close-accounts');
    // One that was taken when the process died is looked at again the day after.
    await scene.advance(2 * DAY);
    await scene.sweep('close-accounts');
    await scene.over();
    const { knex } = scene.world.system;
    expect((await knex('identity.users').where({ id: by.userId }).first()).status).to.equal('closed');
    expect(await by.lines()).to.deep.equal(['grant 600', 'debit -600']);
  },
};

const merged: Flow = {
  name: 'two users that are one person',
  play: async (scene) => {
    const [from, into] = [await caller(scene), await caller(scene)];
    await scene.step(({ parts: { uow, ids, secrets } }) =>
      mergeUsers({ uow, ids, secrets })(idOf(from.person), idOf(into.person), byAlice, { endKeys: true }),
    );
    await scene.over();
    expect(await into.points()).to.equal(1_200);
    expect(await from.lines()).to.deep.equal(['grant 600', 'debit -600']);
  },
};

export const PEOPLE: readonly Flow[] = [onTheWeb, unknownFollower, inTheMiniProgram, profile, closed, merged];
