import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { ResponsesUnderWay } from '../../src/adapters/http/responses-under-way.ts';

const CONNECTIONS = 64;
const REQUESTS = 40_000;
/** As long as a number of other requests takes to come in. */
const UNDER_WAY = 64;

describe('the garbage of requests', () => {
  it('is young when it is collected: nothing of what is done with them keeps them until they are old', () => {
    const underWay = new ResponsesUnderWay();
    expect(grownOld((res) => underWay.add(res))).to.be.below(20);
  });

  it('would grow old in a set of those under way', () => {
    const open = new Set<ServerResponse>();
    const aged = grownOld((res) => {
      open.add(res);
      res.once('close', () => open.delete(res));
    });
    expect(aged).to.be.above(20);
  });
});

/** How many MB were still there when young objects were collected, of REQUESTS with one kilobyte and more each. */
function grownOld(add: (res: ServerResponse) => void): number {
  const sockets = Array.from({ length: CONNECTIONS }, () => new EventEmitter());
  const open: EventEmitter[] = [];
  let grown = 0;
  let last = oldMebibytes();
  for (let nth = 0; nth < REQUESTS; nth++) {
    const req = { socket: sockets[nth % CONNECTIONS], body: new Array(128).fill(nth) };
    const res = Object.assign(new EventEmitter(), { req });
    add(res as unknown as ServerResponse);
    open.push(res);
    if (open.length > UNDER_WAY) open.shift()?.emit('close');
    if (nth === 1_000) last = makeOld();
    if (nth % 500 > 0) continue;
    const now = oldMebibytes();
    // A collection of everything in between takes it back; what had grown old until then has been counted.
    grown += Math.max(0, now - last);
    last = now;
  }
  return grown;
}

/** Everything that is there now, as a pause in the traffic does. Answers how much that is. */
function makeOld(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return oldMebibytes();
}

const oldMebibytes = (): number =>
  (getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')?.space_used_size ?? 0) / 2 ** 20;
