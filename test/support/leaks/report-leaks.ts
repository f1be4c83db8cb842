import { findLeaks, type Leak, type Searched } from './find-leaks.ts';
import type { OutputKind } from './records.ts';

const OUTPUTS: readonly OutputKind[] = ['log', 'problem', 'audit', 'process', 'mocha'];
const SECRETS = [
  ...['token', 'openid', 'unionid', 'session key', 'app secret', 'APIv3 key', 'private key'],
  ...['Authorization header', 'signing secret', 'signature'],
];

type Test = { readonly title: string; readonly failures: readonly string[] };
type Options = {
  /** All tests have run, so that there must have been something of every kind. */
  readonly whole: boolean;
};

/** What became of the search, as three tests: two for what was found, and one that it was looked for at all. */
export async function reportLeaks(folder: string, { whole }: Options): Promise<readonly Test[]> {
  const searched = await findLeaks(folder);
  const count = [...searched.secrets.values()].reduce((all, some) => all + some, 0);
  const megabytes = [...searched.outputs.values()].reduce((all, some) => all + some, 0) / 1e6;
  const tests = [
    {
      title: `holds none of ${count} secrets that tests have made or used, in ${megabytes.toFixed(1)} million characters`,
      failures: searched.known.map(describe),
    },
    {
      title: 'holds nothing that looks like a token or an Authorization header',
      failures: searched.suspected.map(describe),
    },
  ];
  return whole
    ? [...tests, { title: 'was of every kind, and so were the secrets', failures: missingIn(searched) }]
    : tests;
}

const describe = ({ file, line, from, test, kind }: Leak): string =>
  `${file}:${line}: ${kind} in ${from}${test ? `, while “${test}” ran` : ''}`;

const missingIn = ({ secrets, outputs }: Searched): string[] => [
  ...SECRETS.filter((kind) => !secrets.has(kind)).map((kind) => `no secret of the kind: ${kind}`),
  ...OUTPUTS.filter((kind) => !outputs.has(kind)).map((kind) => `no output of the kind: ${kind}`),
];
