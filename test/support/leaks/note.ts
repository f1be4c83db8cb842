import { FOLDER_VARIABLE, type OutputKind, Records } from './records.ts';
import { TOKEN } from './token-patterns.ts';

const folder = process.env[FOLDER_VARIABLE] ?? null;
const records = new Records(folder);
process.once('exit', () => records.flush());
/** False where one file of tests runs alone. */
export const isWatching = folder !== null;
let test: string | null = null;

/** For the root hook: which test is running. */
export const noteTest = (title: string | undefined): void => {
  test = title ?? null;
};

/** Something that a system under test has put out. */
export const noteOutput = (from: OutputKind, text: string): void => records.output(from, text, test);

/** Something that must be in none of the outputs. */
export const noteSecret = (kind: string, value: string): void => records.secret(kind, value);

export function noteTokensIn(text: string): void {
  for (const [token] of text.matchAll(TOKEN)) noteSecret('token', token);
}

/** Of a key in PEM every line, but for its head and its foot. */
export function noteLines(kind: string, text: string): void {
  for (const line of text.split('\n')) if (!line.startsWith('-----')) noteSecret(kind, line);
}

/** What properties of these names hold, wherever they stand. */
const NAMES: Readonly<Record<string, string>> = {
  ...{ openid: 'openid', payer_openid: 'openid', unionid: 'unionid', session_key: 'session key' },
  ...{ token: 'token', api_key: 'token', secret: 'signing secret', appSecret: 'app secret', apiV3Key: 'APIv3 key' },
  ...{ appKey: 'AppKey', sandboxAppKey: 'AppKey', encodingAesKey: 'EncodingAESKey' },
  ...{ merchantPrivateKeyPem: 'private key', rootSecret: 'root secret' },
};

/** Everything in this value that is a secret by its name, or by its form. */
export function noteSecretsIn(value: unknown): void {
  if (typeof value === 'string') return noteTokensIn(value);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, held] of Object.entries(value)) {
    const kind = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
    if (kind && typeof held === 'string') noteLines(kind, held);
    else noteSecretsIn(held);
  }
}
