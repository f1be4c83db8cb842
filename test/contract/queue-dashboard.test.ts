import { expect } from 'chai';
import express from 'express';
import { BullMqSweepScheduler } from '../../src/adapters/bullmq/bullmq-sweep-scheduler.ts';
import type { BullMqTarget } from '../../src/adapters/bullmq/connections.ts';
import { migrateQueueSchema, QUEUE_SCHEMA } from '../../src/adapters/bullmq/migrate-queue-schema.ts';
import { openQueueDashboard } from '../../src/adapters/bullmq/queue-dashboard.ts';
import { listen } from '../../src/adapters/http/server.ts';
import { freshDatabase } from '../support/postgres.ts';
import { startRedis } from '../support/redis.ts';

type Store = { readonly target: BullMqTarget; close(): Promise<void> };
const stores: Record<string, () => Promise<Store>> = {
  Redis: async () => {
    const redis = await startRedis();
    return { target: { kind: 'redis', url: redis.url }, close: redis.stop };
  },
  PostgreSQL: async () => {
    const { url, drop } = await freshDatabase();
    await migrateQueueSchema(url);
    return { target: { kind: 'postgres', url, schema: QUEUE_SCHEMA }, close: drop };
  },
};

for (const [storeName, openStore] of Object.entries(stores)) {
  it(`the queue dashboard shows the runs that are on ${storeName}, with nothing of other hosts`, async () => {
    const store = await openStore();
    const errors: unknown[] = [];
    const scheduler = new BullMqSweepScheduler({ target: store.target, onError: (_name, error) => errors.push(error) });
    const fails = async (): Promise<void> => {
      throw new Error('what the sweep said');
    };
    await scheduler.start([{ name: 'seal-ledger', everyMs: 100, run: fails }]);
    const options = { at: '/queues', writes: false, onError: (error: unknown) => void errors.push(error) };
    const dashboard = openQueueDashboard(store.target, options);
    const server = await listen({ host: '127.0.0.1', port: 0 });
    server.serve(express().use('/queues', dashboard.router));
    const get = async (path: string) => (await fetch(`${server.url}/queues${path}`)).text();
    const page = await get('/');
    expect(page).to.include('Hot Seahorse');
    expect(page.match(/(?:src|href)="(?:https?:)?\/\/[^"]*/g)).to.equal(null);
    const [, script] = /<script[^>]+src="([^"]+)"/.exec(page) ?? [];
    expect((await fetch(new URL(script ?? '', `${server.url}/queues/`))).status).to.equal(200);
    const shown = async () => get('/api/queues?activeQueue=sweeps&status=failed&page=1');
    const until = Date.now() + 5_000;
    while (!(await shown()).includes('what the sweep said') && Date.now() < until);
    expect(await shown())
      .to.include('what the sweep said')
      .and.include('seal-ledger');
    await scheduler.stop(1_000);
    await server.stop(500);
    await dashboard.close();
    await store.close();
  });
}
