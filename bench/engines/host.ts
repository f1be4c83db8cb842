import type { Load } from '../contender.ts';
import { drive } from '../load/drive.ts';
import { FAILED, type Line } from '../load/line.ts';
import type { Outcome } from '../load/tally.ts';
import { type Call, type Calls, usageCalls } from '../load/usage-calls.ts';
import { answerParent } from '../processes/answer-parent.ts';
import type { Engine, OpenEngine } from './engine.ts';

export type EngineOrder = { readonly load: Load; readonly calls: Calls };

const { open } = (await import(new URL(`${process.env['ENGINE']}.ts`, import.meta.url).href)) as { open: OpenEngine };
const engine = await open(process.env['DATABASE_URL'] ?? '', process.env['SERVICE_TOKEN'] ?? '');

answerParent<EngineOrder, Outcome>({}, ({ load, calls }) => {
  const next = usageCalls(calls);
  return drive(
    Array.from({ length: load.connections }, () => callerOf(engine, next)),
    load,
  );
});

const callerOf = (engine: Engine, next: () => Call): Line => ({
  broken: false,
  ask: (answered) => {
    engine.use(next()).then(answered, (error: unknown) => {
      reportOnce(error);
      answered(FAILED);
    });
  },
  close: () => {},
});

let reported = false;

/** The first says enough. */
function reportOnce(error: unknown): void {
  if (!reported) console.error(error);
  reported = true;
}
