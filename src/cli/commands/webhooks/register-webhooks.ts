import type { Command } from 'commander';
import { withExamples } from '../../face/examples.ts';
import { registerAdd } from './add.ts';
import { registerChange, registerRemove, registerSwitches } from './change.ts';
import { registerLog } from './log.ts';
import { registerList, registerShow } from './look.ts';
import { registerPing } from './ping.ts';
import { registerReplay } from './replay.ts';
import { registerRotate } from './rotate.ts';

/** What is shown once goes to standard output alone, so that it can be piped into a vault; what it means, to standard error. */
export function registerWebhooks(program: Command): void {
  const webhooks = withExamples(
    program.command('webhooks'),
    'webhooks add vision https://product.example/webhooks',
    'webhooks log --state failed',
    'webhooks replay dlv_0192…',
  ).description('what backend services are told of sales, points and keys');
  registerAdd(webhooks);
  registerList(webhooks);
  registerShow(webhooks);
  registerChange(webhooks);
  registerSwitches(webhooks);
  registerRotate(webhooks);
  registerRemove(webhooks);
  registerPing(webhooks);
  registerLog(webhooks);
  registerReplay(webhooks);
}
