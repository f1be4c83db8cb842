import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { Dice } from './dice.ts';
import { drawHurt, HURT_KINDS, type Hurt } from './network/hurt.ts';
import { HurtfulProxy } from './network/hurtful-proxy.ts';

const [SENT, ANSWERED, PATIENCE_MS] = ['y'.repeat(1_200), 'x'.repeat(1_000), 1_000];

describe('Through a hurtful proxy', () => {
  let server: Server;
  let proxy: HurtfulProxy;
  let seen = 0;
  before(async () => {
    server = createServer((asked, response) => {
      seen += 1;
      asked.resume().on('end', () => response.end(ANSWERED));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    proxy = await HurtfulProxy.start({ target: { port, host: '127.0.0.1' } });
  });
  after(async () => {
    await proxy.stop();
    server.closeAllConnections();
    server.close();
  });

  const ask = async (hurt: Hurt): Promise<string> => {
    proxy.hurtBy(() => hurt);
    const signal = AbortSignal.timeout(PATIENCE_MS);
    // A connection of its own: one that was kept would have been cut by the change of the hurt.
    const sent = request({ host: '127.0.0.1', port: proxy.port, method: 'POST', agent: false, signal });
    try {
      sent.end(SENT);
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      return (await text(response)) === ANSWERED ? 'the answer' : 'something else';
    } catch {
      return signal.aborted ? 'nothing' : 'broken';
    }
  };

  const milder: readonly Hurt[] = [
    { kind: 'none' },
    { kind: 'latency', ms: 20 },
    { kind: 'slices', bytes: 50 },
    { kind: 'bandwidth', bytesPerSecond: 64 * 1_024 },
  ];
  for (const hurt of milder) {
    it(`with ${hurt.kind}, the whole answer comes`, async () => {
      expect(await ask(hurt)).to.equal('the answer');
    });
  }

  it('that stalls, neither an answer nor its end comes', async () => {
    expect(await ask({ kind: 'stall', on: 'there', afterBytes: 700 })).to.equal('nothing');
    expect(await ask({ kind: 'stall', on: 'back', afterBytes: 100 })).to.equal('nothing');
  });

  it('that closes half, or resets, the request has come through and the answer breaks off', async () => {
    const before = seen;
    expect(await ask({ kind: 'half_close', afterBytes: 600 })).to.equal('broken');
    expect(await ask({ kind: 'reset', on: 'back', afterBytes: 600 })).to.equal('broken');
    expect(seen).to.equal(before + 2);
  });

  it('that resets on the way there, nothing has come through', async () => {
    const before = seen;
    expect(await ask({ kind: 'reset', on: 'there', afterBytes: 0 })).to.equal('broken');
    expect(seen).to.equal(before);
  });

  it('the same seed hurts in the same way', () => {
    const drawn = (seed: number): Hurt[] => {
      const dice = new Dice(seed);
      return Array.from({ length: 50 }, () => drawHurt(dice.pick(HURT_KINDS), dice));
    };
    expect(drawn(7)).to.deep.equal(drawn(7)).and.not.to.deep.equal(drawn(8));
  });
});
