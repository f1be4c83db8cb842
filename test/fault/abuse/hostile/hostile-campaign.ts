import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PATIENCE, type Patience } from '../../../../src/adapters/http/server.ts';
import { startTestSystem } from '../../../support/http/test-system.ts';
import { Dice } from '../../dice.ts';
import { atMost, counted, exactly, type Figure } from '../../figure.ts';
import type { Extent } from '../../run-campaign.ts';
import { attack, type End, LARGE, SLOW } from './attacks.ts';
import { startNormalClient } from './normal-client.ts';
import { pipeline } from './pipelining.ts';

/** A slice does not wait as long as the real server does. */
const HURRIED: Patience = { headersMs: 1_500, requestMs: 3_000, lookEveryMs: 250, keptMs: 2_000 };
const LARGE_FROM = 50;
/** For the machine, which is busy with the attackers as well. */
const SPARE_MS = 4_000;
const MOST_MEMORY_MB = 400;
const PIPELINED = 60;
/** More than anybody may ask before he has read an answer. */
const FLOOD = 20_000;
/** Node closes a kept connection so much later than it was told to. */
const KEPT_LONGER_MS = 1_000;
const MB = 1_048_576;

/**
 * So many clients of each kind at once that are slow, large or lie. Each has to be refused or cut off within the time that the server
 * allows, while a normal client is served as ever.
 */
export async function hostileCampaign({ size, seed }: Extent): Promise<Figure[]> {
  const patience = size < LARGE_FROM ? HURRIED : PATIENCE;
  const system = await startTestSystem({ patience });
  try {
    const port = Number(new URL(system.url).port);
    const memory = watchMemory();
    const stopClient = await startNormalClient(system);
    const slow = await attackWith(port, Object.keys(SLOW), size, seed);
    const large = await attackWith(port, Object.keys(LARGE), size, seed);
    const piped = await pipeline(port, PACKAGES, PIPELINED, 30_000);
    const flooded = await pipeline(port, PACKAGES, FLOOD, 30_000);
    const served = await stopClient();
    const all = [...slow, ...large];
    return [
      counted('hostile connections', all.length),
      exactly('neither answered nor cut off', all.filter(({ status }) => status === -1).length, 0),
      exactly('answered with 5xx', all.filter(({ status }) => status >= 500).length, 0),
      exactly('taken for good', large.filter(({ status }) => status >= 200 && status < 300).length, 0),
      atMost('the slow are cut off within', slowestOf(slow), longestOf(patience), 'ms'),
      counted('the large are refused within', slowestOf(large), 'ms'),
      exactly('pipelined questions answered', piped.filter((status) => status === 200).length, PIPELINED),
      exactly('of a flood of them answered with 5xx', flooded.filter((status) => status >= 500).length, 0),
      atMost('of that flood answered at all', flooded.length, PIPELINED * 2, ''),
      counted('questions of a normal client', served.asked),
      exactly('of them not answered as ever', served.refused, 0),
      counted('slowest answer to a normal client', Math.round(served.slowestMs), 'ms'),
      atMost('memory beyond that of before', memory.stop(), MOST_MEMORY_MB, 'MB'),
      exactly('planted: ways past a server without limits', await countPast(seed), Object.keys(SLOW).length),
    ];
  } finally {
    await system.stop();
  }
}

const PACKAGES = 'GET /api/v1/packages HTTP/1.1\r\nHost: x\r\n\r\n';
const longestOf = ({ requestMs, keptMs, lookEveryMs }: Patience): number =>
  Math.max(requestMs, keptMs + KEPT_LONGER_MS) + lookEveryMs + SPARE_MS;
const slowestOf = (ends: readonly End[]): number => Math.round(Math.max(...ends.map(({ tookMs }) => tookMs)));

function attackWith(
  port: number,
  kinds: readonly string[],
  size: number,
  seed: number,
  giveUpMs?: number,
): Promise<End[]> {
  const attackers = Array.from({ length: size }, (_, nth) =>
    kinds.map((kind, of) => ({ kind, seed: seed + nth * 97 + of })),
  );
  return Promise.all(attackers.flat().map(({ kind, seed: own }) => attack(port, kind, new Dice(own), giveUpMs)));
}

/** How much more the process has taken at its most, in megabytes. The attackers are in it, too. */
function watchMemory(): { stop(): number } {
  const before = process.memoryUsage.rss();
  let most = before;
  const watching = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 100);
  return {
    stop: () => {
      clearInterval(watching);
      return Math.round((most - before) / MB);
    },
  };
}

/** Every slow client keeps its connection to a server that waits for ever, or this campaign would not notice one. */
async function countPast(seed: number): Promise<number> {
  const server = createServer({ headersTimeout: 0, requestTimeout: 0, keepAliveTimeout: 0 }, (req, res) => {
    req.resume();
    if (req.method === 'GET') res.end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const ends = await attackWith(port, Object.keys(SLOW), 1, seed, 1_000);
  server.closeAllConnections();
  server.close();
  return ends.filter(({ status }) => status === -1).length;
}
