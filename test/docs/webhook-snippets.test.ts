import { createHmac, randomBytes } from 'node:crypto';
import { symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import type { Express } from 'express';
import { Webhook } from 'standardwebhooks';
import { type RunningService, runService } from '../../src/cli/demo/backend-service.ts';
import { blocksOf } from '../support/guides.ts';
import { REPOSITORY } from '../support/http/run-cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

type Signed = Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>>;
type Verify = (headers: Signed, body: string | Buffer, secret: string) => unknown;
type Receiver = (parts: { secret: string; handle(event: unknown): unknown }) => Express;
type Sign = (secret: string, id: string, at: Date, body: string) => string;

const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;
const [SECRET, OTHER_SECRET] = [newSecret(), newSecret()];
const BODY = JSON.stringify({ type: 'order.paid', data: { metadata: { cart: '购物车 7' }, amount_fen: 7_900 } });
const EVENT = JSON.parse(BODY) as unknown;
const MINUTE_MS = 60_000;

const byLibrary: Sign = (secret, id, at, body) => new Webhook(secret).sign(id, at, body);
const byHand: Sign = (secret, id, at, body) => {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const text = `${id}.${Math.floor(at.getTime() / 1_000)}.${body}`;
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
};
/** Each snippet is tried with signatures that its own kind has not made. */
const SNIPPETS = { 'with the library': byHand, 'with node:crypto': byLibrary } as const;

function signed(sign: Sign, { secrets = [SECRET], ageMs = 0, body = BODY, id = 'evt_1' } = {}): Signed {
  const at = new Date(Date.now() - ageMs);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => sign(secret, id, at, body)).join(' '),
  };
}

describe('What signs here', () => {
  it('signs as the example of Standard Webhooks is signed, by the library and by hand', () => {
    const at = new Date(1_614_265_330_000);
    const example = [
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      at,
      '{"test": 2432232314}',
    ] as const;
    const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
    expect([byLibrary(...example), byHand(...example)]).to.deep.equal([signature, signature]);
  });
});

for (const [at, [name, sign]] of Object.entries(SNIPPETS).entries()) {
  describe(`The snippet that verifies webhooks ${name}`, () => {
    let folder: { path: string; remove(): Promise<void> };
    let verify: Verify;
    let receiver: RunningService;
    const handled: unknown[] = [];

    before(async () => {
      const blocks = await blocksOf('docs/guides/webhooks.md', 'js');
      const [verifying = '', receiving = ''] = [blocks[at], blocks.at(-1)];
      folder = await temporaryFolder();
      await symlink(path.join(REPOSITORY, 'node_modules'), path.join(folder.path, 'node_modules'));
      await writeFile(path.join(folder.path, 'package.json'), '{"type":"module"}');
      verify = (await save('verify-webhook.js', verifying))['verifyWebhook'] as Verify;
      const webhookReceiver = (await save('receive-webhook.js', receiving))['webhookReceiver'] as Receiver;
      receiver = await runService(webhookReceiver({ secret: SECRET, handle: (event) => handled.push(event) }));
    });
    after(async () => {
      await receiver?.stop();
      await folder?.remove();
    });

    async function save(file: string, code: string): Promise<Record<string, unknown>> {
      const saved = path.join(folder.path, file);
      await writeFile(saved, code);
      return import(pathToFileURL(saved).href);
    }

    const post = async (headers: Signed, body = BODY): Promise<number> => {
      const sent = { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body };
      return (await fetch(`${receiver.url}/webhooks/seahorse`, sent)).status;
    };

    it('gives the event of a signature that is right, from bytes and from text', () => {
      expect(verify(signed(sign), BODY, SECRET)).to.deep.equal(EVENT);
      expect(verify(signed(sign), Buffer.from(BODY), SECRET)).to.deep.equal(EVENT);
    });

    it('takes one right signature among two, whichever it is, and those of kinds that it does not know', () => {
      for (const secrets of [
        [SECRET, OTHER_SECRET],
        [OTHER_SECRET, SECRET],
      ]) {
        expect(verify(signed(sign, { secrets }), BODY, SECRET)).to.deep.equal(EVENT);
      }
      const headers = signed(sign);
      const more = { ...headers, 'webhook-signature': `v1a,AAAA v2,BBBB ${headers['webhook-signature']}` };
      expect(verify(more, BODY, SECRET)).to.deep.equal(EVENT);
    });

    it('takes what is up to five minutes old', () => {
      expect(verify(signed(sign, { ageMs: 4 * MINUTE_MS }), BODY, SECRET)).to.deep.equal(EVENT);
    });

    /** Made when they are sent, since it is their age that some are about. */
    type Wrong = (right: Signed) => readonly [headers: Signed, body?: string];
    const wrong: Readonly<Record<string, Wrong>> = {
      'another secret': () => [signed(sign, { secrets: [OTHER_SECRET] })],
      'two other secrets': () => [signed(sign, { secrets: [OTHER_SECRET, newSecret()] })],
      'a body that was changed': (right) => [right, BODY.replace('7900', '1')],
      'a body that was parsed and written anew': (right) => [right, JSON.stringify(EVENT, null, 1)],
      'an id that was changed': (right) => [{ ...right, 'webhook-id': 'evt_2' }],
      'a time that was changed': (right) => [
        { ...right, 'webhook-timestamp': String(Number(right['webhook-timestamp']) + 1) },
      ],
      'a signature of more than five minutes ago': () => [signed(sign, { ageMs: 6 * MINUTE_MS })],
      'a signature of a time to come': () => [signed(sign, { ageMs: -6 * MINUTE_MS })],
      'a time that is none': (right) => [{ ...right, 'webhook-timestamp': 'now' }],
      'no signature': (right) => [{ ...right, 'webhook-signature': '' }],
      'a signature that is cut off': (right) => [
        { ...right, 'webhook-signature': right['webhook-signature'].slice(0, -4) },
      ],
      'a signature of another kind': (right) => [
        { ...right, 'webhook-signature': right['webhook-signature'].replace('v1', 'v2') },
      ],
      'none of the three headers': () => [{} as Signed],
    };
    for (const [what, make] of Object.entries(wrong)) {
      it(`refuses ${what}, and so does the receiver`, async () => {
        const [headers, body = BODY] = make(signed(sign));
        expect(() => verify(headers, body, SECRET)).to.throw();
        const before = handled.length;
        expect(await post(headers, body)).to.equal(400);
        expect(handled.length).to.equal(before);
      });
    }

    it('lets the receiver handle an event once, however often it comes', async () => {
      const before = handled.length;
      for (let times = 0; times < 3; times++) expect(await post(signed(sign, { id: 'evt_again' }))).to.equal(204);
      expect(await post(signed(sign, { id: 'evt_another' }))).to.equal(204);
      expect(handled.slice(before)).to.deep.equal([EVENT, EVENT]);
    });
  });
}
