import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { failpointTable } from './failpoints/failpoint-table.ts';
import type { Flow } from './failpoints/flow.ts';
import { Gate, pointName } from './failpoints/gate.ts';
import { watchFunction, watchPort, watchStore } from './failpoints/watch-port.ts';

const POINT = { name: 'till.take', when: 'after', nth: 2 } as const;
const FLOW: Flow = { name: 'somebody pays', play: async () => {} };

class Till {
  #taken = 0;
  async take(fen: number): Promise<number> {
    this.#taken += fen;
    return this.#taken;
  }
}

describe('At a failpoint', () => {
  it('the process has done what came before, and nothing that comes after', async () => {
    const [gate, till, lines] = [new Gate(POINT), new Till(), [] as number[]];
    const watched = watchPort(till, 'till', gate);
    const work = async () => {
      for (let times = 0; times < 3; times++) lines.push(await watched.take(5));
    };
    await Promise.race([work(), gate.death]);
    await turn();
    expect(lines).to.deep.equal([5]);
    expect(await till.take(0), 'the second has taken').to.equal(10);
    expect(gate.crossed.map(pointName)).to.deep.equal([
      ...['till.take: before', 'till.take: after', 'till.take: before #2', 'till.take: after #2'],
    ]);
  });

  it('what it had under way is not heard of any more, be it done or failed', async () => {
    const gate = new Gate({ name: 'bell', when: 'before', nth: 1 });
    let heard = 0;
    const late = watchStore(
      { find: () => turn().then(() => Promise.reject(new Error('late'))) },
      'users',
      gate,
      () => {},
    );
    void late.find().then(
      () => heard++,
      () => heard++,
    );
    void watchFunction(async () => {}, 'bell', gate)().then(() => heard++);
    await gate.death;
    for (let turns = 0; turns < 5; turns++) await turn();
    expect(heard).to.equal(0);
  });

  it('the table says what happened there, and what is no point', () => {
    const found = { flow: FLOW, point: POINT };
    const table = failpointTable({
      recorded: [{ flow: FLOW, points: [POINT, { ...POINT, nth: 1 }], violation: null }],
      tried: [{ ...found, outcome: 'violated', detail: 'one | too\nmany' }],
      ...{ methods: ['till.take'], plantedFound: [] },
    });
    expect(table).to.include('1 flows, 2 points known, 1 hit (50 %).');
    expect(table).to.include('| `till.take: after #2` | **violated**: one   too many |');
    expect(table).to.include('`orders.lock`');
  });
});
