import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { publicId } from '../../../src/adapters/http/public-id.ts';
import { addressGuard, type Resolve } from '../../../src/adapters/http/webhooks/address-guard.ts';
import { eventPoster } from '../../../src/adapters/http/webhooks/post-event.ts';
import { nodeSecrets } from '../../../src/adapters/system/random.ts';
import type { Network } from '../../../src/domain/keyvault/network.ts';
import { formatWebhookSecret } from '../../../src/domain/webhooks/secret.ts';
import type { SendOutcome, WebhookMessage } from '../../../src/domain/webhooks/webhook-sender.ts';
import { aWebhookEvent } from '../../support/builders.ts';
import { certificateFor } from '../../support/certificates.ts';
import { type Answering, verify, WebhookReceiver } from '../../support/webhook-receiver.ts';

const LOOPBACK = ['127.0.0.1/32'] as Network[];
const SHORT_MS = 300;

const aSecret = (): string => formatWebhookSecret(nodeSecrets.random(32));
const aMessage = (url: string, change: Partial<WebhookMessage> = {}): WebhookMessage => ({
  ...{ url, event: aWebhookEvent(), recipient: { externalId: '用户-42', checkout: null } },
  ...{ keyName: null, secrets: [aSecret()] },
  ...change,
});

describe('posting an event', () => {
  const receivers: WebhookReceiver[] = [];
  afterEach(() => Promise.all(receivers.splice(0).map((receiver) => receiver.stop())));
  const receive = async (options: Parameters<typeof WebhookReceiver.start>[0] = {}): Promise<WebhookReceiver> => {
    const receiver = await WebhookReceiver.start(options);
    receivers.push(receiver);
    return receiver;
  };
  const poster = (resolve?: Resolve, options: { timeoutMs?: number; ca?: string } = {}) =>
    eventPoster({ guard: addressGuard(LOOPBACK, resolve), hasPrivateNetworks: true, timeoutMs: 5_000, ...options });
  const sendTo = async (answer: Answering, options: { timeoutMs?: number } = {}): Promise<SendOutcome> => {
    const { url } = await receive({ answer });
    return poster(undefined, options).send(aMessage(`${url}/hook?tenant=7`));
  };
  /** What it says, but for how long it took. */
  const told = ({ durationMs, ...rest }: SendOutcome) => {
    expect(durationMs).to.be.within(0, 6_000);
    return rest;
  };

  it('sends the body and three headers by which the receiver knows us', async () => {
    const receiver = await receive();
    const message = aMessage(`${receiver.url}/hook?tenant=7`);
    const outcome = await poster().send(message);
    expect(told(outcome)).to.deep.equal({ kind: 'answered', status: 204, excerpt: '', retryAfterMs: null });
    const [got, ...more] = receiver.received;
    if (!got) throw new Error('nothing came');
    expect([got.url, more]).to.deep.equal(['/hook?tenant=7', []]);
    expect(got.headers).to.include({
      'webhook-id': publicId('evt', message.event.id),
      'content-type': 'application/json',
      'user-agent': 'hot-seahorse',
    });
    expect(Number(got.headers['webhook-timestamp'])).to.be.closeTo(Date.now() / 1_000, 5);
    expect(got.headers).to.not.have.any.keys('authorization', 'cookie');
    expect(verify(message.secrets[0] ?? '', got)).to.deep.equal(JSON.parse(got.body));
    expect(JSON.parse(got.body)).to.include({ type: 'order.paid' });
  });

  it('signs as the Standard Webhooks say, told by somebody who does it by hand', async () => {
    const receiver = await receive();
    const message = aMessage(receiver.url);
    await poster().send(message);
    const [got] = receiver.received;
    const key = Buffer.from((message.secrets[0] ?? '').slice('whsec_'.length), 'base64');
    expect(key).to.have.length(32);
    const signed = `${got?.headers['webhook-id']}.${got?.headers['webhook-timestamp']}.${got?.body}`;
    const mac = createHmac('sha256', key).update(signed).digest('base64');
    expect(got?.headers['webhook-signature']).to.equal(`v1,${mac}`);
  });

  it('signs with both secrets while one is being rotated: either is enough, and a third is not', async () => {
    const receiver = await receive();
    const secrets = [aSecret(), aSecret()];
    await poster().send(aMessage(receiver.url, { secrets }));
    const [got] = receiver.received;
    if (!got) throw new Error('nothing came');
    for (const secret of secrets) expect(() => verify(secret, got)).not.to.throw();
    expect(() => verify(aSecret(), got)).to.throw();
    expect(() => verify(secrets[0] ?? '', { ...got, body: got.body.replace('order.paid', 'order.said') })).to.throw();
  });

  it('sends the same bytes each time', async () => {
    const receiver = await receive();
    const message = aMessage(receiver.url);
    for (let time = 0; time < 2; time++) await poster().send(message);
    const [first, second] = receiver.received;
    expect(first?.body).to.equal(second?.body);
    expect(first?.headers['webhook-id']).to.equal(second?.headers['webhook-id']);
  });

  for (const status of [200, 201, 299, 400, 401, 404, 410, 429, 500, 503]) {
    it(`tells that the receiver has answered ${status}`, async () => {
      const outcome = await sendTo((response) => response.writeHead(status).end('said'));
      expect(told(outcome)).to.deep.equal({ kind: 'answered', status, excerpt: 'said', retryAfterMs: null });
    });
  }

  it('follows no redirect', async () => {
    const inside = await receive();
    for (const status of [301, 302, 303, 307, 308]) {
      const outcome = await sendTo((response) => response.writeHead(status, { location: inside.url }).end());
      expect(outcome).to.include({ kind: 'answered', status });
    }
    expect(inside.received).to.deep.equal([]);
  });

  it('gives up on a receiver that hangs', async () => {
    expect(told(await sendTo(() => {}, { timeoutMs: SHORT_MS }))).to.deep.equal({
      kind: 'no_answer',
      fault: 'timeout',
    });
  });

  it('gives up on one that drips, however well it began', async () => {
    const outcome = await sendTo(
      (response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write('.'), 20);
        response.once('close', () => clearInterval(drip));
      },
      { timeoutMs: SHORT_MS },
    );
    expect(told(outcome)).to.deep.equal({ kind: 'no_answer', fault: 'timeout' });
  });

  it('gives up on a name server that does not answer', async () => {
    const never: Resolve = () => new Promise(() => {});
    const outcome = await poster(never, { timeoutMs: SHORT_MS }).send(aMessage('https://product.example/'));
    expect(told(outcome)).to.deep.equal({ kind: 'no_answer', fault: 'timeout' });
  });

  it('reads no more than it needs of one that does not end', async () => {
    let written = 0;
    const outcome = await sendTo((response) => {
      response.writeHead(200);
      const pour = (): void => {
        while (written < 50_000_000 && response.writable) {
          written += 65_536;
          if (!response.write(Buffer.alloc(65_536, 'x'))) return void response.once('drain', pour);
        }
      };
      pour();
    });
    expect(outcome).to.deep.include({ kind: 'answered', status: 200, excerpt: 'x'.repeat(256) });
    await delay(50);
    expect(written).to.be.lessThan(20_000_000);
  });

  it('unpacks nothing', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const outcome = await sendTo((response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    expect(outcome).to.include({ kind: 'answered', status: 200 });
    expect((outcome as { excerpt: string }).excerpt.length).to.be.lessThan(257);
  });

  it('keeps the beginning of an answer on one line, with whole characters', async () => {
    const outcome = await sendTo((response) => response.end(`a\u0000b\r\n\tc${'🐴'.repeat(300)}`));
    const { excerpt } = outcome as { excerpt: string };
    expect(excerpt).to.equal(`a b c${'🐴'.repeat(251)}`);
  });

  it('tells what Retry-After asks for', async () => {
    const asked = async (value: string): Promise<number | null> => {
      const outcome = await sendTo((response) => response.writeHead(503, { 'retry-after': value }).end());
      return (outcome as { retryAfterMs: number | null }).retryAfterMs;
    };
    expect(await asked('120')).to.equal(120_000);
    expect(await asked(new Date(Date.now() + 60_000).toUTCString())).to.be.within(55_000, 60_000);
    expect(await asked('Thu, 01 Jan 1970 00:00:00 GMT')).to.equal(0);
    expect([await asked('soon'), await asked('-1')]).to.deep.equal([null, null]);
  });

  it('tells why there was no answer, in a word', async () => {
    const gone = await receive();
    await gone.stop();
    expect(told(await poster().send(aMessage(gone.url)))).to.deep.equal({ kind: 'no_answer', fault: 'ECONNREFUSED' });
    const rude = await sendTo((response) => response.socket?.destroy());
    expect(told(rude)).to.deep.equal({ kind: 'no_answer', fault: 'ECONNRESET' });
    const nonsense = await sendTo((response) => void response.socket?.end('SSH-2.0-x\r\n'));
    expect(told(nonsense)).to.deep.equal({ kind: 'no_answer', fault: 'HPE_INVALID_CONSTANT' });
    const upgrade = await sendTo(
      (response) =>
        void response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
    );
    expect(upgrade.kind).to.equal('no_answer');
  });

  describe('to a name', () => {
    it('connects to the address that was looked at, whatever the name server says a moment later', async () => {
      const honest = await receive();
      const { port } = new URL(honest.url);
      const rebound = await receive({ host: '127.0.0.2', port: Number(port) });
      const answers = [['127.0.0.1'], ['127.0.0.2']];
      let asked = 0;
      const resolve: Resolve = async () => answers[Math.min(asked++, 1)] ?? [];
      const sender = poster(resolve);
      const message = aMessage(`http://rebinding.example:${port}/`);
      expect(await sender.send(message)).to.include({ kind: 'answered', status: 204 });
      expect([asked, honest.received.length, rebound.received.length]).to.deep.equal([1, 1, 0]);
      expect(honest.received[0]?.headers.host).to.equal(`rebinding.example:${port}`);
      expect(told(await sender.send(message))).to.deep.equal({ kind: 'no_answer', fault: 'address_not_public' });
      expect([honest.received.length, rebound.received.length]).to.deep.equal([1, 0]);
    });

    it('knows the receiver by its certificate, for the name and not for the address', async () => {
      const tls = await certificateFor('hooks.example.com');
      const receiver = await receive({ tls });
      const { port } = new URL(receiver.url);
      const resolve: Resolve = async () => ['127.0.0.1'];
      const to = (name: string, ca?: string) =>
        poster(resolve, ca ? { ca } : {}).send(aMessage(`https://${name}:${port}/`));
      expect(await to('hooks.example.com', tls.cert)).to.include({ kind: 'answered', status: 204 });
      expect(told(await to('other.example.com', tls.cert))).to.deep.equal({
        ...{ kind: 'no_answer', fault: 'ERR_TLS_CERT_ALTNAME_INVALID' },
      });
      expect(told(await to('hooks.example.com'))).to.deep.equal({
        ...{ kind: 'no_answer', fault: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      });
      expect(receiver.received).to.have.length(1);
    });

    it('refuses beforehand what it would not send', async () => {
      const of = (...addresses: string[]) => poster(async () => addresses).refuse('https://product.example/');
      expect(await of('8.8.8.8')).to.equal(null);
      expect(await of('10.0.0.1')).to.equal('address_not_public');
      expect(await of()).to.equal('unresolved');
    });
  });
});
