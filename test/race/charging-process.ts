import { createInterface } from 'node:readline';
import type { Usage } from '../../src/application/ledger/usage.ts';
import { answerText } from './answer-text.ts';
import { aCharger } from './spenders.ts';

/**
 * A process that charges until it is killed: `CLIENTS` calls at a time, named `<prefix>-<n>`. It says `asked <n>` before and
 * `answered <n> <answer>` after each. What a pipe has taken outlives the process.
 */
const { url, usage, prefix, clients } = JSON.parse(process.argv[2] as string) as {
  url: string;
  usage: Usage;
  prefix: string;
  clients: number;
};
const charger = aCharger(url);
let calls = 0;

const client = async (): Promise<void> => {
  for (;;) {
    const nth = calls++;
    process.stdout.write(`asked ${nth}\n`);
    const outcome = await charger.charge({ ...usage, idempotencyKey: `${prefix}-${nth}` });
    process.stdout.write(`answered ${nth} ${answerText(outcome)}\n`);
  }
};
for (let nth = 0; nth < clients; nth++) void client();
// Ends with the test, whatever becomes of it.
createInterface(process.stdin).once('close', () => process.exit(0));
