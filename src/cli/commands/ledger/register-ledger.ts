import type { Command } from 'commander';
import { registerAdjust } from './adjust.ts';
import { registerExpire } from './expire.ts';
import { registerSeal } from './seal.ts';
import { registerShow } from './show.ts';
import { registerVerify } from './verify.ts';

export function registerLedger(program: Command): void {
  const ledger = program.command('ledger').description('points: what moved, corrections, and proofs');
  registerShow(ledger);
  registerAdjust(ledger);
  registerExpire(ledger);
  registerVerify(ledger);
  registerSeal(ledger);
}
