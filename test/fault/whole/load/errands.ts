import { setTimeout as delay } from 'node:timers/promises';
import type { Phone } from '../../../support/http/phone.ts';
import { noteSecret, noteSecretsIn } from '../../../support/leaks/note.ts';
import type { Dice } from '../../dice.ts';
import type { Entry, History, What } from '../history.ts';
import type { Customer } from './customer.ts';
import type { Answer, Doors, NoAnswer, Wanted } from './doors.ts';

/** What all errands share. */
export type World = {
  readonly doors: Doors;
  readonly history: History;
  readonly phone: Phone;
  readonly dice: Dice;
  readonly packageIds: readonly string[];
  readonly serviceToken: string;
};
type Note = {
  readonly what: What;
  readonly user: string | null;
  readonly about: string | null;
  readonly keyId?: string;
};
/** What of an answer is kept: nothing of it is secret. */
type Keep = (json: Answer['json']) => unknown;

const TRIES = 120;

/** One request and its line in the history. */
export async function ask({ doors, history }: World, note: Note, wanted: Wanted, keep: Keep = () => null) {
  noteSecret('Authorization header', wanted.token ? `Bearer ${wanted.token}` : '');
  noteSecretsIn(wanted.body);
  let entry: Entry | undefined;
  // Refused at one door, it is another request at the next.
  const outcome = await doors.send(wanted, (to) => {
    if (entry) history.end(entry, { fault: 'refused' });
    entry = history.begin({ ...note, to });
  });
  const begun = entry ?? history.begin({ ...note, to: null });
  if (outcome.kind === 'answered') {
    noteSecretsIn(outcome.json);
    const { status, retryAfter, json } = outcome;
    history.end(begun, { status, retryAfter, said: status < 300 ? keep(json) : (json?.code ?? null) });
  } else history.end(begun, { fault: outcome.fault });
  return outcome;
}

/** Says the same again until it has been answered, as a service does that names its calls. */
export async function askUntilAnswered(world: World, note: Note, wanted: Wanted, keep?: Keep): Promise<Answer | null> {
  for (let tries = 0; tries < TRIES; tries++) {
    const outcome = await ask(world, note, wanted, keep);
    if (isFinal(outcome)) return outcome;
    await delay(world.dice.between(50, 500));
  }
  return null;
}

const isFinal = (outcome: Answer | NoAnswer): outcome is Answer =>
  outcome.kind === 'answered' && outcome.status < 500 && outcome.status !== 429;

export async function signIn(world: World, name: string): Promise<Customer | null> {
  for (let tries = 0; tries < TRIES; tries++) {
    // A code serves once, so that each try has its own.
    const { code, openid } = await world.phone.login(name);
    const body = { code };
    const wanted = { method: 'POST', path: '/api/v1/session', body } as const;
    const outcome = await ask(world, { what: 'sign_in', user: null, about: name }, wanted);
    if (outcome.kind === 'answered' && outcome.status === 201) {
      const { token, user } = outcome.json;
      return { name, openid, token, user: uuidOf(user.id), orders: [], keys: [] };
    }
    await delay(world.dice.between(50, 500));
  }
  return null;
}

/** `ord_0192…` as the database has it. */
export const uuidOf = (shown: string): string =>
  shown.replace(/^[a-z]+_(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
