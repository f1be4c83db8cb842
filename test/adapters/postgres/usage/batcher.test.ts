import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { type Batch, Batcher, type Settle } from '../../../../src/adapters/postgres/usage/batcher.ts';
import { Unavailable } from '../../../../src/domain/shared/faults.ts';
import { rejectionOf } from '../../../support/rejection.ts';

const upTo = (count: number, from = 1): number[] => Array.from({ length: count }, (_, nth) => from + nth);

describe('the batcher', () => {
  /** Batches under way, in the order in which they left; each lands when the test says so. */
  let underWay: { readonly items: readonly number[]; land(): Promise<void> }[];
  let sizes: number[];
  let answers: Promise<string>[];
  let batcher: Batcher<number, string>;
  let nowMs: number;
  const open = ({ flights = 3, heldUpAfterMs = 60_000, nameOf = String as (item: number) => string } = {}) => {
    batcher = new Batcher((batch) => fly(batch), { flights, heldUpAfterMs, nameOf, nowMs: () => nowMs });
  };
  const fly = (batch: Batch<number, string>): Promise<Settle> =>
    new Promise((landed) => {
      sizes.push(batch.length);
      const flight = {
        items: batch.map(({ item }) => item),
        land: async () => {
          underWay = underWay.filter((each) => each !== flight);
          landed(() => {
            for (const { item, resolve } of batch) resolve(`answer to ${item}`);
          });
          await soon();
        },
      };
      underWay.push(flight);
    });
  /** Long enough for whatever would leave by itself. */
  const soon = async () => {
    for (let turns = 0; turns < 5; turns++) await turn();
  };
  const add = async (...items: readonly number[]): Promise<void> => {
    answers.push(...items.map((item) => batcher.add(item)));
    await soon();
  };
  const flying = () => underWay.map(({ items }) => items);
  const land = async (nth = 0) => underWay[nth]?.land();
  beforeEach(() => {
    underWay = [];
    sizes = [];
    answers = [];
    nowMs = 0;
    open();
  });

  it('sends a lone item at once, and gives it its answer', async () => {
    await add(7);
    expect(flying()).to.deep.equal([[7]]);
    await land();
    expect(await Promise.all(answers)).to.deep.equal(['answer to 7']);
  });

  it('sends what comes in the same turn together, and gives each its own answer', async () => {
    await add(1, 2, 3);
    expect(flying()).to.deep.equal([[1, 2, 3]]);
    await land();
    expect(await Promise.all(answers)).to.deep.equal(['answer to 1', 'answer to 2', 'answer to 3']);
  });

  it('lets what comes while a batch is under way be the next batch', async () => {
    await add(1);
    await add(2);
    await add(3, 4);
    expect(flying()).to.deep.equal([[1]]);
    await land();
    expect(flying()).to.deep.equal([[2, 3, 4]]);
    await land();
    expect(flying()).to.deep.equal([]);
  });

  it('sends no second batch beside the first, however many are waiting', async () => {
    await add(0);
    await add(...upTo(300));
    expect(sizes).to.deep.equal([1]);
    await land();
    expect(sizes).to.deep.equal([1, 151]);
    await land();
    expect(sizes).to.deep.equal([1, 151, 149]);
  });

  describe('of a crowd that asks again as soon as it is answered', () => {
    const ask = (item: number): void => {
      void batcher.add(item).then(() => ask(item));
    };
    const landed = async (times: number): Promise<readonly number[]> => {
      for (let nth = 0; nth < times; nth++) await land();
      return sizes.splice(0).slice(-4);
    };
    it('sends one half while the other is answered', async () => {
      ask(0);
      // As long as it takes to read what has come over the network meanwhile.
      nowMs += 3;
      for (const item of upTo(63)) ask(item);
      await soon();
      expect(await landed(10)).to.deep.equal([32, 32, 32, 32]);
    });

    it('sends all where they come at once, so that nobody is there to be answered meanwhile', async () => {
      for (const item of upTo(64)) ask(item);
      await soon();
      expect(await landed(10)).to.deep.equal([64, 64, 64, 64]);
    });

    it('finds the halves again, however it came', async () => {
      ask(0);
      await soon();
      for (const item of upTo(63)) ask(item);
      await soon();
      expect(await landed(10)).to.deep.equal([32, 32, 32, 32]);
    });

    it('splits none that is small', async () => {
      for (const item of upTo(8)) ask(item);
      await soon();
      expect(await landed(10)).to.deep.equal([8, 8, 8, 8]);
    });
  });

  it('sends the next batch before it gives the answers of the one that landed', async () => {
    const order: string[] = [];
    batcher = new Batcher(
      async (batch) => {
        order.push(`sent ${batch.map(({ item }) => item)}`);
        await soon();
        return () => {
          order.push(`answered ${batch.map(({ item }) => item)}`);
          for (const { resolve } of batch) resolve('');
        };
      },
      { flights: 3, heldUpAfterMs: 60_000, nameOf: String },
    );
    const first = batcher.add(1);
    await turn();
    await Promise.all([first, batcher.add(2), batcher.add(3)]);
    expect(order).to.deep.equal(['sent 1', 'sent 2,3', 'answered 1', 'answered 2,3']);
  });

  describe('while a batch is held up', () => {
    const heldUp = () => delay(30);
    beforeEach(() => open({ heldUpAfterMs: 10 }));

    it('sends the next one beside it, at once where something is waiting, else when it comes', async () => {
      await add(1);
      await add(2);
      expect(flying()).to.deep.equal([[1]]);
      await heldUp();
      expect(flying()).to.deep.equal([[1], [2]]);
      await heldUp();
      await add(3);
      expect(flying()).to.deep.equal([[1], [2], [3]]);
    });

    it('sends no more than so many, until one of them lands', async () => {
      for (const item of upTo(4)) {
        await add(item);
        await heldUp();
      }
      expect(flying()).to.deep.equal([[1], [2], [3]]);
      await land(1);
      expect(flying()).to.deep.equal([[1], [3], [4]]);
    });

    it('gives each its answer, whichever lands first', async () => {
      await add(1);
      await heldUp();
      await add(2);
      await land(1);
      expect(await answers[1]).to.equal('answer to 2');
      await land();
      expect(await answers[0]).to.equal('answer to 1');
    });
  });

  it('sends one at a time where one may be under way', async () => {
    open({ flights: 1, heldUpAfterMs: 1 });
    await add(0);
    await add(...upTo(100));
    await delay(10);
    expect(sizes).to.deep.equal([1]);
    nowMs += 10;
    await land();
    expect(sizes).to.deep.equal([1, 50]);
  });

  it('sends at most 256 together', async () => {
    await add(...upTo(600));
    expect(flying()).to.deep.equal([upTo(256)]);
    await land();
    expect(flying()).to.deep.equal([upTo(256, 257)]);
  });

  it('lets the second of one name wait for the next batch, and nobody else', async () => {
    open({ nameOf: (item) => String(item % 10) });
    await add(1, 2, 11, 3, 21, 12);
    expect(flying()).to.deep.equal([[1, 2, 3]]);
    await land();
    expect(flying()).to.deep.equal([[11, 12]]);
    await land();
    expect(flying()).to.deep.equal([[21]]);
    await land();
    expect(await Promise.all(answers)).to.deep.equal([1, 2, 11, 3, 21, 12].map((item) => `answer to ${item}`));
  });

  it('tells who is too many to come again, and takes others once there is room', async () => {
    open({ flights: 1 });
    await add(0);
    answers.push(...upTo(10_000).map((item) => batcher.add(item)));
    const fault = await rejectionOf(batcher.add(10_001));
    expect(fault).to.be.instanceOf(Unavailable);
    expect(fault).to.deep.include({ dependency: 'database', retryAfterSeconds: 1 });
    await land();
    await add(10_002);
    while (underWay.length > 0) await land();
    expect((await Promise.all(answers)).at(-1)).to.equal('answer to 10002');
    expect(new Set(await Promise.all(answers))).to.have.property('size', 10_002);
    expect(Math.max(...sizes)).to.equal(256);
  });

  it('gives an item the fault that its batch ran into, and goes on', async () => {
    let works = false;
    batcher = new Batcher(
      async (batch) => () => {
        for (const { resolve, reject } of batch) works ? resolve('well') : reject(new Error('broken'));
      },
      { flights: 2, heldUpAfterMs: 60_000, nameOf: String },
    );
    expect((await rejectionOf(batcher.add(1))).message).to.equal('broken');
    works = true;
    expect(await batcher.add(2)).to.equal('well');
    await batcher.idle();
  });

  describe('is idle', () => {
    const isIdle = async (): Promise<boolean> => {
      let idle = false;
      void batcher.idle().then(() => {
        idle = true;
      });
      await soon();
      return idle;
    };

    it('while nothing is waiting and nothing under way', async () => {
      expect(await isIdle()).to.equal(true);
      await add(1);
      expect(await isIdle()).to.equal(false);
      await land();
      expect(await isIdle()).to.equal(true);
    });

    it('only once what has waited is answered too', async () => {
      await add(1);
      await add(2);
      let idle = 0;
      for (let waiters = 0; waiters < 2; waiters++) void batcher.idle().then(() => (idle += 1));
      await land();
      expect(idle).to.equal(0);
      await land();
      expect(idle).to.equal(2);
    });

    it('only once all of two batches have landed', async () => {
      open({ heldUpAfterMs: 1 });
      await add(0);
      await delay(10);
      await add(...upTo(8));
      let idle = false;
      void batcher.idle().then(() => {
        idle = true;
      });
      await land(1);
      expect(idle).to.equal(false);
      await land();
      expect(idle).to.equal(true);
    });

    it('not in the turn between an item’s arrival and its departure', async () => {
      const answer = batcher.add(1);
      let idle = false;
      void batcher.idle().then(() => {
        idle = true;
      });
      await Promise.resolve();
      expect(idle).to.equal(false);
      await soon();
      await land();
      expect([await answer, idle]).to.deep.equal(['answer to 1', true]);
    });
  });
});
