import { expect } from 'chai';
import { SIMULATED_TEMPLATES } from '../../src/cli/system/subscribe-messages-config.ts';
import { nextDaytime } from '../../src/domain/identity/notice-schedule.ts';
import { accountOf, type UserId } from '../../src/domain/shared/ids.ts';
import { points } from '../../src/domain/shared/points.ts';
import { aGrant, aNewLot } from '../support/builders.ts';
import type { Person } from '../support/http/actors.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { DAY, msAfter } from '../support/instants.ts';

const { payment_success: PAID, points_low: LOW, points_expiring: EXPIRING } = SIMULATED_TEMPLATES;
const SEND = '/cgi-bin/message/subscribe/send';

describe('Messages to users in WeChat', () => {
  const system = useTestSystem({ wechatTimeoutMs: 500 });
  let person: Person;
  let calls = 0;
  beforeEach(async () => {
    person = await system().actors.aPerson();
  });
  afterEach(async () => {
    await system().phone.faults({ seed: 1, rules: [] });
    await system().phone.setTemplates([]);
  });

  /** The tap on what `wx.requestSubscribeMessage` shows: WeChat counts it, and the mini-program tells us. */
  const accept = async (templateId: string, { wechat = 1, here = 1 } = {}): Promise<void> => {
    if (wechat > 0) await system().phone.acceptMessages(person.openid, templateId, wechat);
    for (let time = 0; time < here; time++) {
      const body = { accepted: [templateId] };
      const { status } = await system().call('/api/v1/subscriptions', { token: person.token, body });
      expect(status).to.equal(200);
    }
  };
  const availableOf = async (templateId: string): Promise<number> => {
    const { json } = await system().call('/api/v1/subscriptions', { token: person.token });
    return json.templates.find((each: { template_id: string }) => each.template_id === templateId).available;
  };
  const send = () => system().sweep('send-notices');
  const received = () => system().phone.messagesOf(person.openid);
  const notices = (kind: string): Promise<{ state: string; reason: string | null; tries: number }[]> =>
    system()
      .knex('identity.notices')
      .where({ user_id: uuidOf(person), kind })
      .orderBy('created_at');
  const stateOf = async () => (await notices('payment_success')).map(({ state, reason }) => [state, reason]);
  const logsAfter = async (work: () => Promise<void>): Promise<string> => {
    const before = system().logLines.length;
    await work();
    return system().logLines.slice(before).join('');
  };
  const faultsAt = (fault: string, times: number) =>
    system().phone.faults({ seed: 1, rules: [{ on: 'request', fault: fault as 'system_error', path: SEND, times }] });

  describe('of a payment', () => {
    it('come once, in the fields of the template, and lead to the order', async () => {
      await accept(PAID.id);
      const order = await system().actors.aPaidOrder(person);
      await send();
      await send();
      const [message, ...others] = await received();
      expect(others).to.deep.equal([]);
      expect(message).to.include({
        ...{
          template_id: PAID.id,
          page: `pages/order-detail/order-detail?id=${order.id}`,
          miniprogram_state: 'formal',
        },
      });
      expect(message?.data).to.include({ thing1: '50元=600积分', amount2: '50.00元', number3: '600' });
      expect(message?.data['time4']).to.match(/^\d{4}年\d{1,2}月\d{1,2}日 \d\d:\d\d$/);
      expect([await availableOf(PAID.id), await stateOf()]).to.deep.equal([0, [['sent', null]]]);
    });

    it('come once although many workers look at once', async () => {
      await accept(PAID.id, { wechat: 9, here: 9 });
      await system().actors.aPaidOrder(person);
      await Promise.all(Array.from({ length: 5 }, send));
      expect(await received()).to.have.length(1);
      expect(await availableOf(PAID.id)).to.equal(8);
    });

    it('come after the buyer has accepted on the page behind the payment', async () => {
      await system().actors.aPaidOrder(person);
      await send();
      await accept(PAID.id);
      await system().advance(31);
      await send();
      expect(await received()).to.have.length(1);
    });

    it('do not come without consent, and WeChat is not asked', async () => {
      await system().phone.acceptMessages(person.openid, PAID.id);
      await system().actors.aPaidOrder(person);
      await system().advance(601);
      await send();
      expect([await received(), await stateOf()]).to.deep.equal([[], [['skipped', 'no_consent']]]);
    });

    it('do not come to whom has switched them off', async () => {
      await accept(PAID.id);
      await system().call('/api/v1/me', { method: 'PUT', body: { notifications: false }, token: person.token });
      await system().actors.aPaidOrder(person);
      await send();
      expect([await received(), await stateOf()]).to.deep.equal([[], [['skipped', 'notifications_off']]]);
      expect(await availableOf(PAID.id)).to.equal(1);
    });

    it('that WeChat’s user refuses (43101) leave no consent and no line in the log, and are not tried again', async () => {
      await accept(PAID.id, { wechat: 0, here: 3 });
      await system().actors.aPaidOrder(person);
      expect(await logsAfter(send)).to.equal('');
      expect([await stateOf(), await availableOf(PAID.id)]).to.deep.equal([[['skipped', 'refused_by_user']], 0]);
      await system().phone.acceptMessages(person.openid, PAID.id);
      await system().advance(3_600);
      await send();
      expect(await received()).to.deep.equal([]);
    });

    it('wait while WeChat is away, and come when it is back; a consent is used up then, and not before', async () => {
      await accept(PAID.id);
      await system().actors.aPaidOrder(person);
      await faultsAt('system_error', 99);
      await send();
      await send();
      expect([await stateOf(), await availableOf(PAID.id), await received()]).to.deep.equal([
        [['pending', null]],
        1,
        [],
      ]);
      await system().phone.faults({ seed: 1, rules: [] });
      await send();
      expect(await received()).to.deep.equal([]);
      await system().advance(61);
      await send();
      expect([await stateOf(), await availableOf(PAID.id)]).to.deep.equal([[['sent', null]], 0]);
      expect(await received()).to.have.length(1);
    });

    it('wait out a WeChat that cannot be reached at all', async () => {
      await accept(PAID.id);
      await system().actors.aPaidOrder(person);
      await system().stopWechat();
      await send();
      await system().startWechat();
      expect(await stateOf()).to.deep.equal([['pending', null]]);
      await system().advance(61);
      await send();
      expect(await received()).to.have.length(1);
    });

    it('whose answer was lost come once more at most, and the count rights itself', async () => {
      await accept(PAID.id, { wechat: 2, here: 2 });
      await system().actors.aPaidOrder(person);
      await faultsAt('reset_after_commit', 1);
      await send();
      await system().advance(61);
      await send();
      await system().advance(61);
      await send();
      expect(await received()).to.have.length(2);
      expect(await availableOf(PAID.id)).to.equal(1);
      await system().actors.aPaidOrder(person);
      await send();
      expect(await availableOf(PAID.id)).to.equal(0);
      expect(await received()).to.have.length(2);
    });

    const wrong: readonly (readonly [string, number, { template_id: string; fields: string[] }])[] = [
      ['a template that WeChat does not know', 40037, { template_id: 'another', fields: [] }],
      ['a field that is missing', 47003, { template_id: PAID.id, fields: [...Object.values(PAID.fields), 'thing9'] }],
    ];
    for (const [what, code, template] of wrong) {
      it(`have failed for good with ${what} (${code}): one line in the log, without the user`, async () => {
        await accept(PAID.id);
        await system().actors.aPaidOrder(person);
        await system().phone.setTemplates([template]);
        const log = await logsAfter(send);
        expect(log.match(/sweep: one item failed/g)).to.have.length(1);
        expect(log).to.include(String(code)).and.not.include(person.openid);
        const [notice] = await notices('payment_success');
        expect(notice).to.include({ state: 'failed' });
        expect(notice?.reason).to.include(String(code)).and.not.include(person.openid);
        expect(await availableOf(PAID.id)).to.equal(1);
        await system().advance(3_600);
        expect(await logsAfter(send)).to.equal('');
      });
    }
  });

  describe('of low points', () => {
    const look = async (): Promise<string[]> => {
      const before = (await received()).length;
      await system().sweep('notice-low-points');
      await send();
      return (await received()).slice(before).map(({ data }) => data['number1'] ?? '');
    };

    it('come once a level is reached, once, and again after points were bought', async () => {
      const service = await system().actors.aService();
      const key = await system().actors.anApiKey(person);
      /** Calls at 5 points each. */
      const spend = async (quantity: number): Promise<void> => {
        const body = { api_key: key.token, api: 'image.recognize', quantity };
        const headers = { 'Idempotency-Key': `call-${++calls}` };
        const { json, text } = await system().call('/internal/v1/usage', { token: service, body, headers });
        expect(json.allowed, text).to.equal(true);
      };
      const buy = () => system().actors.aPaidOrder(person, 'points-10');
      await buy();
      await buy();
      await accept(LOW.id, { wechat: 5, here: 5 });
      await spend(1);
      expect(await look()).to.deep.equal([]);
      await spend(19);
      expect(await look()).to.deep.equal(['100']);
      await spend(1);
      expect(await look()).to.deep.equal([]);
      await buy();
      expect(await look()).to.deep.equal([]);
      await spend(35);
      expect(await look()).to.deep.equal(['20']);
      expect(await availableOf(LOW.id)).to.equal(3);
    });

    it('come once although many workers look at once', async () => {
      const account = accountOf(uuidOf(person) as UserId);
      const now = await system().uow.run(({ clock }) => clock.now());
      const lots = [aNewLot({ points: points(300n), expiresAt: msAfter(now, DAY) })];
      await system().uow.run(({ ledger }) => ledger.grant(aGrant(account, { lots, at: now })));
      await accept(LOW.id, { wechat: 5, here: 5 });
      await look();
      await system().advance(86_400);
      await Promise.all(Array.from({ length: 4 }, () => system().sweep('notice-low-points')));
      await Promise.all(Array.from({ length: 4 }, send));
      expect((await received()).map(({ data }) => data['number1'])).to.deep.equal(['0']);
      expect(await notices('points_low')).to.have.length(1);
    });
  });

  describe('of points that expire', () => {
    it('come in daytime, once a day of expiry, with what expires on it', async () => {
      const account = accountOf(uuidOf(person) as UserId);
      const now = await system().uow.run(({ clock }) => clock.now());
      for (const days of [6, 6, 60]) {
        const lots = [aNewLot({ points: points(30n), expiresAt: msAfter(now, days * DAY) })];
        await system().uow.run(({ ledger }) => ledger.grant(aGrant(account, { lots, at: now })));
      }
      await accept(EXPIRING.id, { wechat: 3, here: 3 });
      await Promise.all(Array.from({ length: 4 }, () => system().sweep('notice-expiring-points')));
      await system().advance(Math.ceil((nextDaytime(now).getTime() - now.getTime()) / 1_000) + 1);
      await send();
      await system().sweep('notice-expiring-points');
      await send();
      const [message, ...others] = await received();
      expect(others).to.deep.equal([]);
      expect(message?.data).to.include({ number1: '60', thing3: '积分即将到期，请及时使用' });
      expect(message?.data['date2']).to.match(/^\d{4}年\d{1,2}月\d{1,2}日$/);
      expect(await availableOf(EXPIRING.id)).to.equal(2);
    });
  });
});

const uuidOf = ({ id }: Person): string => id.replace(/^usr_(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
