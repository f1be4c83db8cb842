import type { Queue } from 'bullmq';

/** A Redis that throws keys away when its memory is full: jobs would be lost one by one, and nobody would hear of it. */
export class EvictingRedis extends Error {
  override readonly name = 'EvictingRedis';

  constructor(policy: string) {
    super(`Redis has maxmemory-policy ${policy} and may throw jobs away; set it to noeviction`);
  }
}

type RedisBackend = { readonly client: Promise<{ info(): Promise<string> }> };

/** From INFO, which providers allow where they refuse CONFIG. @throws EvictingRedis */
export async function refuseEviction(queue: Queue): Promise<void> {
  const client = await (queue.getBackend() as unknown as RedisBackend).client;
  const policy = /^maxmemory_policy:(\S+)/m.exec(await client.info())?.[1];
  if (policy && policy !== 'noeviction') throw new EvictingRedis(policy);
}
