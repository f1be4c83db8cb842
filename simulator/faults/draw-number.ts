import { createHash } from 'node:crypto';

/**
 * The `draw`-th number of the sequence that belongs to `seed`, at least 0 and below 1. A function of both and of nothing
 * else: the generator's whole state is how far it has come.
 */
export const drawNumber = (seed: number, draw: number): number =>
  createHash('sha256').update(`${seed}:${draw}`).digest().readUInt32BE(0) / 2 ** 32;
