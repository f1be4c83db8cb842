import { expect } from 'chai';
import { MemoryUnitOfWork } from '../../../src/adapters/memory/memory-unit-of-work.ts';
import { uuidV7Source } from '../../../src/adapters/system/random.ts';
import { sendDelivery } from '../../../src/application/webhooks/send-delivery.ts';
import { tellWebhooks } from '../../../src/application/webhooks/tell-webhooks.ts';
import { MOST_TRIES } from '../../../src/domain/webhooks/retry-schedule.ts';
import type { SendOutcome } from '../../../src/domain/webhooks/webhook-sender.ts';
import { someNews } from '../../support/builders.ts';
import { answered } from '../../support/fake-webhook-sender.ts';
import { aHearer, told } from '../../support/hearing.ts';
import { DAY, MINUTE, msAfter, NOON, SECOND } from '../../support/instants.ts';
import { openShop, untilDone } from '../../support/shop.ts';

const HANGS: SendOutcome = { kind: 'no_answer', fault: 'timeout', durationMs: 10_000 };

describe('relay webhooks', () => {
  let shop: ReturnType<typeof openShop<MemoryUnitOfWork>>;
  let hearer: Awaited<ReturnType<typeof aHearer>>;
  beforeEach(async () => {
    shop = openShop(new MemoryUnitOfWork(NOON));
    hearer = await aHearer(shop, { audience: 'everyone' });
  });
  const happen = (times = 1) =>
    shop.uow.run(async (stores) => {
      for (let time = 0; time < times; time++) await tellWebhooks(stores, uuidV7Source, someNews(), shop.uow.now);
    });
  const wait = (ms: number): void => {
    shop.uow.now = msAfter(shop.uow.now, ms);
  };
  const logged = async () => {
    const [only, ...more] = await shop.listWebhookLog({}, 9);
    if (!only || more.length > 0) throw new Error(`${more.length + 1} deliveries`);
    return only;
  };

  it('sends what has happened once, and keeps what the receiver has answered', async () => {
    await happen();
    shop.webhookSender.answers.gives(answered(202, { excerpt: 'thanks' }));
    expect(await told(shop)).to.have.length(1);
    expect((await logged()).delivery).to.include({ state: 'delivered', reason: null, tries: 1, dueAt: null });
    expect((await logged()).attempts).to.deep.equal([
      { at: msAfter(NOON, -7), status: 202, fault: null, durationMs: 7, excerpt: 'thanks' },
    ]);
    wait(30 * DAY);
    expect(await told(shop)).to.deep.equal([]);
  });

  it('tries again by the schedule, with the same id, until somebody takes it', async () => {
    await happen();
    shop.webhookSender.answers.gives(HANGS, answered(500), answered(302), answered(200));
    await told(shop);
    for (const [early, late] of [
      [4 * SECOND, 2 * SECOND],
      [4 * MINUTE, 2 * MINUTE],
      [29 * MINUTE, 7 * MINUTE],
    ] as const) {
      wait(early);
      expect(await told(shop)).to.deep.equal([]);
      wait(late);
      expect(await told(shop)).to.have.length(1);
    }
    expect(new Set(shop.webhookSender.sent.map(({ event }) => event.id)).size).to.equal(1);
    const { delivery, attempts } = await logged();
    expect(delivery).to.include({ state: 'delivered', tries: 4 });
    expect(attempts.map(({ status, fault }) => status ?? fault)).to.deep.equal(['timeout', 500, 302, 200]);
    expect(shop.alarms).to.deep.equal([]);
  });

  it('waits as long as the receiver asks', async () => {
    await happen();
    shop.webhookSender.answers.gives(answered(429, { retryAfterMs: 10 * MINUTE }));
    await told(shop);
    wait(9 * MINUTE);
    expect(await told(shop)).to.deep.equal([]);
    wait(MINUTE);
    expect(await told(shop)).to.have.length(1);
  });

  it('gives up after the tenth try and calls a person, once until the endpoint takes something again', async () => {
    const failAll = async (): Promise<void> => {
      await happen();
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        shop.webhookSender.answers.gives(answered(500));
        await told(shop);
        wait(30 * 60 * MINUTE);
      }
    };
    await failAll();
    expect((await logged()).delivery).to.include({ state: 'failed', reason: 'no_more_tries', tries: MOST_TRIES });
    expect(shop.webhookSender.sent).to.have.length(MOST_TRIES);
    expect(shop.alarms).to.deep.equal(['webhook_failing']);
    expect(shop.alarmDetails[0]).to.include({ endpointId: hearer.endpoint.id });
    await failAll();
    expect(shop.alarms).to.deep.equal(['webhook_failing']);
    await happen();
    await told(shop);
    await failAll();
    expect(shop.alarms).to.deep.equal(['webhook_failing', 'webhook_failing']);
  });

  it('disables an endpoint that says it is gone, cancels what waits for it, and says so', async () => {
    await happen(2);
    shop.webhookSender.answers.gives(answered(500), answered(410));
    await told(shop);
    expect(shop.alarms).to.deep.equal(['webhook_endpoint_gone']);
    expect((await shop.showEndpoint(hearer.endpoint.id))?.endpoint.enabled).to.equal(false);
    const states = (await shop.listWebhookLog({}, 9)).map(({ delivery }) => `${delivery.state} ${delivery.reason}`);
    expect(states).to.have.members(['failed gone', 'cancelled endpoint_disabled']);
    const [deed] = await shop.uow.run(({ audit }) =>
      audit.list({ action: 'webhook.disabled' }, { before: null, limit: 9 }),
    );
    expect(deed?.by.actor).to.deep.equal({ kind: 'system' });
    wait(DAY);
    expect(await told(shop)).to.deep.equal([]);
  });

  it('sends once more what was sent when the process died, with the same id', async () => {
    await happen();
    shop.webhookSender.answers.gives(() => {
      throw new Error('the process dies before anything is noted');
    });
    await told(shop);
    expect(shop.reported).to.have.length(1);
    expect((await logged()).attempts).to.deep.equal([]);
    wait(29 * SECOND);
    expect(await told(shop), 'still taken').to.deep.equal([]);
    wait(SECOND);
    expect(await told(shop)).to.have.length(1);
    const [first, second] = shop.webhookSender.sent;
    expect(first?.event).to.deep.equal(second?.event);
    expect((await logged()).delivery).to.include({ state: 'delivered', tries: 2 });
  });

  it('signs with each secret that counts, and with no other one', async () => {
    const { id } = hearer.endpoint;
    const rotated = await shop.rotateWebhookSecret(id, 60 * MINUTE);
    if (rotated.kind !== 'rotated') throw new Error(rotated.kind);
    expect(rotated.earlierEndAt).to.deep.equal(msAfter(NOON, 60 * MINUTE));
    const signedWith = async () => {
      await happen();
      await told(shop);
      return shop.webhookSender.sent.at(-1)?.secrets;
    };
    expect(await signedWith()).to.have.members([hearer.secret, rotated.secret]);
    wait(60 * MINUTE);
    expect(await signedWith()).to.deep.equal([rotated.secret]);
  });

  it('sends nothing unsigned: without its secret it waits, and says why', async () => {
    await happen();
    await shop.uow.run(({ webhookEndpoints }) => webhookEndpoints.endSecrets(hearer.endpoint.id, NOON));
    expect(await told(shop)).to.deep.equal([]);
    expect((await logged()).attempts.map(({ fault }) => fault)).to.deep.equal(['secret_not_readable']);
    await shop.rotateWebhookSecret(hearer.endpoint.id, 0);
    wait(MINUTE);
    expect(await told(shop)).to.have.length(1);
  });

  it('sends nothing to a service that is disabled; enabled again, it can have it replayed', async () => {
    await happen();
    await shop.changeService(hearer.name, { enabled: false });
    expect(await told(shop)).to.deep.equal([]);
    expect((await logged()).delivery).to.include({ state: 'cancelled', reason: 'service_disabled' });
    await shop.changeService(hearer.name, { enabled: true });
    expect(await shop.replayDelivery((await logged()).delivery.id)).to.deep.equal({ kind: 'replayed', deliveries: 1 });
    expect(await told(shop)).to.have.length(1);
  });

  it('sends nothing to an endpoint that was disabled after the delivery was taken', async () => {
    await happen();
    const [waiting] = await shop.listWebhookLog({}, 1);
    if (!waiting) throw new Error('nothing waits');
    await shop.changeEndpoint(hearer.endpoint.id, { enabled: false });
    expect(await sendDelivery(shop.sendTools, waiting)).to.equal(null);
    expect(shop.webhookSender.sent).to.deep.equal([]);
  });

  it('does not let one slow receiver hold up another one', async () => {
    const slow = hearer.endpoint.url;
    const quick = await aHearer(shop, { audience: 'everyone' });
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { send } = shop.webhookSender;
    shop.webhookSender.send = async (message) => {
      const outcome = await send.call(shop.webhookSender, message);
      if (message.url === slow) await held;
      return outcome;
    };
    await happen(9);
    const run = shop.relayWebhooks.run(untilDone);
    const sentTo = (url: string): number => shop.webhookSender.sent.filter((message) => message.url === url).length;
    while (sentTo(quick.endpoint.url) < 9) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(sentTo(slow), 'no more than its lanes').to.equal(4);
    await happen();
    while (sentTo(quick.endpoint.url) < 10) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(sentTo(slow)).to.equal(4);
    release();
    await run;
    expect([sentTo(slow), sentTo(quick.endpoint.url)]).to.deep.equal([10, 10]);
  });

  it('begins nothing more once it is told to stop', async () => {
    await happen();
    const stopped = new AbortController();
    stopped.abort();
    await shop.relayWebhooks.run(stopped.signal);
    expect(shop.webhookSender.sent).to.deep.equal([]);
  });

  it('forgets what is older than thirty days, but nothing that still waits', async () => {
    await happen();
    await told(shop);
    wait(DAY);
    await happen();
    wait(30 * DAY - MINUTE);
    await shop.forgetWebhooks.run(untilDone);
    expect((await logged()).delivery.state).to.equal('pending');
    wait(DAY);
    await shop.forgetWebhooks.run(untilDone);
    expect((await logged()).delivery.state).to.equal('pending');
  });
});
