import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import type { LoginAnswer } from '../../../src/application/identity/answer-login-ticket.ts';
import { Unavailable } from '../../../src/domain/shared/faults.ts';
import type { UserId } from '../../../src/domain/shared/ids.ts';
import { aUser } from '../../support/customers.ts';
import { DAY, MINUTE, msAfter, NOON, SECOND } from '../../support/instants.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { openShop, untilDone } from '../../support/shop.ts';
import { untouchable } from '../../support/untouchable.ts';

const HERE = '203.0.113.7/32';

describe('signing in on the web by a scan', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let [ann, bob]: UserId[] = [];
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    [ann, bob] = [await aUser(shop, 'o-ann'), await aUser(shop, 'o-bob')];
  });
  const ask = (askedFrom = HERE) => shop.openLoginTicket({ device: 'Firefox', askedFrom });
  const opened = async () => {
    const outcome = await ask();
    return outcome.kind === 'opened' ? outcome : expect.fail(outcome.kind);
  };
  type Opened = Awaited<ReturnType<typeof opened>>;
  const claim = ({ ticket: { id }, browserSecret }: Opened) =>
    shop.claimLoginTicket({ id, browserSecret, requestId: 'request-1' });
  const scan = ({ ticket }: Opened, userId = ann) => shop.confirmScan(ticket.scene, userId as UserId, 'request-2');
  const answer = (scene: string, given: LoginAnswer['answer'], userId = ann) =>
    shop.answerLoginTicket({ scene, userId: userId as UserId, answer: given, requestId: null });
  const later = (ms: number) => {
    shop.uow.now = msAfter(NOON, ms);
  };
  const deeds = async () => {
    const events = await shop.uow.run(({ audit }) => audit.list({}, { before: null, limit: 100 }));
    return events.filter(({ action, by }) => /ticket|opened/.test(action) && by.requestId !== null).reverse();
  };

  it('begins with a code for as long as the ticket lives, and a secret that is nowhere', async () => {
    const { ticket, browserSecret, code } = await opened();
    expect(shop.sceneCodes.asked).to.deep.equal([{ scene: ticket.scene, lifeSeconds: 300 }]);
    expect(code).to.deep.equal({ kind: 'official_account', content: `http://weixin.qq.com/q/${ticket.scene}` });
    expect(browserSecret).to.match(/^hlb_[0-9a-f]{64}$/);
    expect(ticket.scene).not.to.include(ticket.id.slice(-12));
    const asIs = await shop.uow.run(({ loginTickets }) => loginTickets.lockForBrowser(ticket.id, browserSecret));
    expect(asIs).to.equal(null);
  });

  it('waits for the scan, then gives one session of the web, and is in the audit log without its scene', async () => {
    const one = await opened();
    expect(await claim(one)).to.deep.equal({ kind: 'waiting' });
    expect(await scan(one)).to.equal('login_confirmed');
    const claimed = await claim(one);
    if (claimed.kind !== 'signed_in') expect.fail(claimed.kind);
    expect(claimed.user.id).to.equal(ann);
    expect(claimed.session).to.deep.include({ kind: 'web', device: 'Firefox', userId: ann });
    expect(await shop.authenticateSession(claimed.token)).to.have.property('kind', 'signed_in');
    expect(await claim(one)).to.deep.equal({ kind: 'login_ticket_used' });
    const log = await deeds();
    expect(log.map(({ action, by }) => `${action} ${by.requestId}`)).to.deep.equal([
      'login_ticket.confirmed request-2',
      'login_ticket.claimed request-1',
      'session.opened request-1',
    ]);
    for (const { userId, by } of log) expect([userId, by.actor]).to.deep.equal([ann, { kind: 'user', userId: ann }]);
    expect(JSON.stringify(log)).not.to.include(one.ticket.scene).and.not.to.include(one.browserSecret);
  });

  it('is for the browser that asked', async () => {
    const [one, other] = [await opened(), await opened()];
    await scan(one);
    expect(await claim({ ...one, browserSecret: other.browserSecret })).to.deep.equal({ kind: 'unknown_login_ticket' });
    expect(await claim({ ...one, browserSecret: '' })).to.deep.equal({ kind: 'unknown_login_ticket' });
    expect((await claim(one)).kind).to.equal('signed_in');
  });

  it('cannot be taken over by a second user, and is confirmed again by the first without a trace', async () => {
    const one = await opened();
    await scan(one);
    expect(await scan(one, bob)).to.equal('login_expired');
    expect(await answer(one.ticket.scene, 'confirm', bob)).to.deep.equal({ kind: 'login_ticket_used' });
    expect(await answer(one.ticket.scene, 'refuse', bob)).to.deep.equal({ kind: 'login_ticket_used' });
    expect(await scan(one)).to.equal('login_confirmed');
    expect(await claim(one)).to.have.nested.property('user.id', ann);
    expect(await scan(one)).to.equal('login_confirmed');
    expect((await deeds()).filter(({ action }) => action === 'login_ticket.confirmed')).to.have.length(1);
  });

  it('ends after five minutes', async () => {
    const one = await opened();
    later(5 * MINUTE);
    expect(await scan(one)).to.equal('login_expired');
    expect(await answer(one.ticket.scene, 'look')).to.deep.equal({ kind: 'login_ticket_expired' });
    expect(await claim(one)).to.deep.equal({ kind: 'login_ticket_expired' });
  });

  it('is no business of codes that mean something else', async () => {
    for (const scene of ['', 'poster', 'login:', `login:${'g'.repeat(26)}`, 'login_7']) {
      expect(await openShop(untouchable).confirmScan(scene, ann as UserId, null), scene).to.equal('none');
    }
    expect(await shop.confirmScan(`login:${'0'.repeat(26)}`, ann as UserId, null)).to.equal('login_expired');
  });

  it('is shown, confirmed or refused in the mini-program', async () => {
    const [one, other] = [await opened(), await opened()];
    expect(await answer(one.ticket.scene, 'look')).to.deep.include({ kind: 'found', standing: 'waiting' });
    expect(await claim(one)).to.deep.equal({ kind: 'waiting' });
    expect(await answer(one.ticket.scene, 'confirm')).to.deep.include({ kind: 'found', standing: 'confirmed' });
    expect(await answer(one.ticket.scene, 'look')).to.deep.include({ kind: 'found', standing: 'confirmed' });
    expect(await answer(other.ticket.scene, 'refuse')).to.deep.equal({ kind: 'refused' });
    expect(await answer(other.ticket.scene, 'confirm')).to.deep.equal({ kind: 'login_ticket_used' });
    expect(await claim(other)).to.deep.equal({ kind: 'login_ticket_refused' });
    expect(await answer('login:nothing', 'look')).to.deep.equal({ kind: 'unknown_login_ticket' });
  });

  it('can be refused after it was confirmed, as long as nobody has claimed it', async () => {
    const [one, other] = [await opened(), await opened()];
    for (const each of [one, other]) await scan(each);
    expect(await answer(one.ticket.scene, 'refuse')).to.deep.equal({ kind: 'refused' });
    expect(await claim(one)).to.deep.equal({ kind: 'login_ticket_refused' });
    await claim(other);
    expect(await answer(other.ticket.scene, 'refuse')).to.deep.equal({ kind: 'login_ticket_used' });
  });

  it('signs in nobody who was deleted in between', async () => {
    const one = await opened();
    await scan(one);
    await shop.uow.run(async ({ users }) => {
      const user = (await users.find(ann as UserId)) ?? expect.fail('no user');
      await users.save({ ...user, status: 'closed' });
    });
    expect(await claim(one)).to.deep.equal({ kind: 'login_ticket_expired' });
  });

  it('is offered ten times a minute to one client, as long as nobody scans', async () => {
    const first = await opened();
    for (let asked = 1; asked < 10; asked++) await opened();
    expect(await ask()).to.deep.equal({ kind: 'too_many_login_tickets' });
    expect(shop.sceneCodes.asked).to.have.length(10);
    expect((await ask('203.0.113.8/32')).kind).to.equal('opened');
    await scan(first);
    expect((await ask()).kind).to.equal('opened');
    expect((await ask()).kind).to.equal('too_many_login_tickets');
    later(60 * SECOND);
    expect((await ask()).kind).to.equal('opened');
  });

  it('gives no code while WeChat is unavailable', async () => {
    shop.sceneCodes.answers.gives(new Unavailable('wechat_api'));
    expect(await rejectionOf(ask())).to.be.instanceOf(Unavailable);
  });

  it('is forgotten after a day', async () => {
    const one = await opened();
    later(DAY);
    await shop.removeOldLoginTickets.run(untilDone);
    expect((await claim(one)).kind).to.equal('login_ticket_expired');
    later(DAY + 1);
    await shop.removeOldLoginTickets.run(untilDone);
    expect((await claim(one)).kind).to.equal('unknown_login_ticket');
  });
});
