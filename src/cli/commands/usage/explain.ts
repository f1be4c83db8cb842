import { type Command, InvalidArgumentError } from 'commander';
import { type IpAddress, isIpAddress } from '../../../domain/keyvault/network.ts';
import { answersJson } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { readSince } from '../read-since.ts';
import { UsageError } from '../usage-error.ts';
import { type Tools, withDatabase } from '../with-database.ts';
import type { ExplainOptions } from './explain-options.ts';
import { explainPossible } from './explain-possible.ts';
import { explainRecorded } from './explain-recorded.ts';
import { explainRefused } from './explain-refused.ts';
import { type Explained, explainedShape } from './explained-json.ts';

export function registerExplain(usage: Command): void {
  const explain = withExamples(
    usage.command('explain'),
    'usage explain use_0192…',
    'usage explain request-4711 --service vision --key key_0192…',
    'usage explain --key key_0192… --since 1h',
    'usage explain --key key_0192… --api image.recognize --quantity 5 --ip 203.0.113.7',
  )
    .argument('[call]', 'use_…, or the idempotency key of the call, with --service and --key')
    .description('why a call was charged, or why calls are refused: every gate in order, with its rule and the figure')
    .option('--key <key>', 'the key of the calls, key_…')
    .option('--service <name>', 'the service that reports them')
    .option('--api <code>', 'what would become of a call of this API now; nothing is taken')
    .option('--quantity <n>', 'so many calls of it', readQuantity, 1)
    .option('--ip <address>', 'where the caller is', readIp)
    .option('--since <time>', 'refused calls since then: 30m, 24h or 7d ago, an instant, or a day', readSince);
  const tell = answersJson(explain, explainedShape);
  explain.action((call: string | undefined, { since = readSince('24h'), ...options }: Partial<ExplainOptions>) =>
    withDatabase(async (tools) => {
      const { answer, text } = await choose(tools, call, { quantity: 1, ...options, since });
      tell(answer, text);
    }),
  );
}

function choose(tools: Tools, call: string | undefined, options: ExplainOptions): Promise<Explained> {
  const { key, api } = options;
  if (call !== undefined) return explainRecorded(tools, call, options);
  if (key === undefined) throw new UsageError('say a call, or --key');
  return api === undefined ? explainRefused(tools, key, options) : explainPossible(tools, { key, api }, options);
}

function readQuantity(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a number from 1 to 999999');
}

function readIp(text: string): IpAddress {
  if (isIpAddress(text)) return text;
  throw new InvalidArgumentError('expected an address such as 203.0.113.7 or 2001:db8::1');
}
