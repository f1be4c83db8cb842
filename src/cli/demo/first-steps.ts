import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ApiCode } from '../../domain/shared/ids.ts';
import type { RunningSystem } from '../system/start-system.ts';
import { buyPoints } from './buy-points.ts';
import { MiniProgram } from './mini-program.ts';
import { Phone } from './phone.ts';

/** What somebody who has just started the system can try it with. */
export type FirstSteps = { readonly serviceToken: string; readonly apiKey: string };

const FILE = 'first-steps.json';
export const FIRST_STEPS_API = 'image.recognize';

/**
 * A service token and the key of a demo user who has bought points the regular way, at the simulator. Made once and kept
 * in the data folder; made anew when the database does not know them.
 */
export async function firstSteps(system: RunningSystem, dataDir: string): Promise<FirstSteps> {
  const file = path.join(dataDir, FILE);
  const kept = await read(file);
  if (kept && (await works(system, kept))) return kept;
  const made = { serviceToken: await makeService(system), apiKey: await makeKey(system) };
  await mkdir(dataDir, { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(made), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return made;
}

async function read(file: string): Promise<FirstSteps | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as FirstSteps;
  } catch {
    return null;
  }
}

/** Asks about an API that is not sold: a known token and a known key get as far as that, and nothing is spent. */
async function works({ application }: RunningSystem, { serviceToken, apiKey }: FirstSteps): Promise<boolean> {
  const caller = { token: serviceToken, peer: null, signedWith: null };
  const apiCode = 'no.such.api' as ApiCode;
  const usage = { caller, keyToken: apiKey, apiCode, quantity: 1, idempotencyKey: 'probe', clientIp: null };
  return (await application.chargeUsage(usage)).kind === 'unknown_api';
}

async function makeService({ application }: RunningSystem): Promise<string> {
  const created = await application.createService(`first-steps-${Date.now()}`);
  if (created.kind !== 'created') throw new Error(created.kind);
  return created.token;
}

async function makeKey({ url, simulatorUrl }: RunningSystem): Promise<string> {
  const phone = new Phone(simulatorUrl as string, 'first-steps');
  const app = new MiniProgram(url as string);
  await app.signIn(phone);
  if ((await app.balance()) === 0) await buyPoints(app, phone, await app.findPackage('points-50'), () => {});
  return app.issueKey('first steps');
}
