import { PROBLEMS } from '../../../../src/adapters/http/problem-table.ts';
import { checkContract } from '../../../support/http/check-contract.ts';
import type { WireAnswer } from '../../../support/http/wire-client.ts';
import { isGoodStatus } from './good-statuses.ts';

/** What an answer must never be, whatever was asked. */
export type Violation = 'fault' | 'no answer' | 'undocumented' | 'off its schema' | 'tells how it is made' | 'secret';
export type Found = { readonly kind: Violation; readonly detail: string };

/** Node answers these itself, of requests that are no HTTP; without a body, and it closes. */
const OF_NODE: ReadonlySet<number> = new Set([400, 408, 413, 417, 431]);
/** Frames of a stack, names of files, words of the database and of its driver. */
const INSIDES =
  /\n\s+at |node_modules|\/src\/|\.ts:\d|\b(?:Type|Range|Syntax|Reference)Error\b|\bZodError\b|\bselect .{1,200} from |duplicate key value|violates \w+ constraint|\bknex\b|ECONN[A-Z]+/i;

export function judgeAnswer(
  asked: { readonly method: string; readonly path: string },
  answer: WireAnswer,
  secrets: readonly string[],
): Found[] {
  const text = answer.body.toString();
  const found: Found[] = [];
  const say = (kind: Violation, detail: string) => found.push({ kind, detail });
  if (answer.status <= 0) say('no answer', String(answer.status));
  if (answer.status >= 500) say('fault', `${answer.status} ${text.slice(0, 300)}`);
  const misfit = misfitOf(asked, answer, text);
  if (misfit) say(misfit.kind, misfit.detail);
  const shown = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  const isPage = answer.headers.get('content-type')?.startsWith('text/html') || asked.path.startsWith('/docs');
  const inside = isPage ? null : INSIDES.exec(`${shown}\n${text}`);
  if (inside) say('tells how it is made', inside[0]);
  if (secrets.some((secret) => text.includes(secret) || shown.includes(secret))) say('secret', text.slice(0, 80));
  return found;
}

function misfitOf(
  { method, path }: { readonly method: string; readonly path: string },
  { status, headers, body }: WireAnswer,
  text: string,
): Found | null {
  const contentType = headers.get('content-type') ?? '';
  if (status <= 0 || isOfNode(status, headers, body)) return null;
  if (status < 400) {
    return isGoodStatus(method, path, status) ? heldToDocument() : { kind: 'undocumented', detail: String(status) };
  }
  if (!contentType.startsWith('application/problem+json')) {
    const isKnown = contentType.startsWith('text/html') && status === 404;
    return isKnown || method === 'HEAD' ? null : { kind: 'undocumented', detail: `${status} as ${contentType}` };
  }
  return method === 'HEAD' ? null : (misfitOfProblem(status, text) ?? heldToDocument());

  function heldToDocument(): Found | null {
    if (method === 'HEAD' || !/^\/internal\/v1\/[\w/-]*$/.test(path)) return null;
    try {
      const json: unknown = /json/.test(contentType) ? JSON.parse(text) : undefined;
      checkContract(`http://127.0.0.1${path}`, method, { status, contentType, json });
      return null;
    } catch (error) {
      const { message } = error as Error;
      return { kind: /does not know/.test(message) ? 'undocumented' : 'off its schema', detail: message };
    }
  }
}

const isOfNode = (status: number, headers: WireAnswer['headers'], body: Buffer): boolean =>
  OF_NODE.has(status) && body.length === 0 && headers.get('connection') === 'close';

function misfitOfProblem(status: number, text: string): Found | null {
  const problem = parse(text);
  const known = PROBLEMS[problem?.['code'] as keyof typeof PROBLEMS] as { readonly status: number } | undefined;
  if (!known || known.status !== status) return { kind: 'undocumented', detail: `${status} ${problem?.['code']}` };
  const wanted = ['type', 'title', 'detail', 'instance'];
  const isWhole = wanted.every((name) => typeof problem?.[name] === 'string') && problem?.['status'] === status;
  return isWhole ? null : { kind: 'off its schema', detail: text };
}

function parse(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}
