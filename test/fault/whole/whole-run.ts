import { Dice } from '../dice.ts';
import { counted, exactly, type Figure } from '../figure.ts';
import { checkBooks } from './check-books.ts';
import { History } from './history.ts';
import { Load } from './load.ts';
import { Machine, type MachineSize } from './machine.ts';
import { untilAllHasEnded } from './settle.ts';

/** Requests a second, as far as two cores carry them beside the system itself; WHOLE_RATE for others. */
const RATE = Number(process.env['WHOLE_RATE'] ?? 60);

/** The machine under load, to be hurt, and to be judged once that is over. */
export class WholeRun {
  readonly machine: Machine;
  readonly load: Load;
  readonly history: History;
  readonly dice: Dice;
  readonly #begunAt = performance.now();

  private constructor(machine: Machine, load: Load, history: History, dice: Dice) {
    [this.machine, this.load, this.history, this.dice] = [machine, load, history, dice];
  }

  static async begin(size: MachineSize, seed: number): Promise<WholeRun> {
    const machine = await Machine.open(size);
    const history = await History.open();
    try {
      return new WholeRun(machine, await Load.begin(machine, history, seed, RATE), history, new Dice(seed));
    } catch (error) {
      await machine.close();
      throw error;
    }
  }

  /** After the last blow: the load ends, everything comes to its end, and the books are looked at. */
  async judge(): Promise<Figure[]> {
    const since = performance.now();
    await this.load.finish();
    const seconds = (performance.now() - this.#begunAt) / 1_000;
    const ended = await untilAllHasEnded(this.machine, since);
    const { load, machine, history } = this;
    for (const fault of load.faults.slice(0, 3)) console.error('the load:', fault);
    const byItself = machine.everyProgram.flatMap(({ endedByItself }) => endedByItself);
    for (const line of byItself.slice(0, 3)) console.error(line);
    for (const line of machine.everyProgram.flatMap(({ faults }) => faults).slice(0, 3)) console.error(line);
    return [
      counted('rate', Math.round(history.entries.length / seconds), 'requests/s'),
      counted('errands left out, too many being under way', load.leftOut),
      exactly('faults of the load itself', load.faults.length, 0),
      ended,
      ...(await checkBooks(machine, load, history)),
      exactly('processes that ended by themselves', byItself.length, 0),
    ];
  }

  /** `keepHistory`: something has failed. */
  async close(keepHistory: boolean): Promise<void> {
    await this.load.finish();
    this.load.close();
    await this.history.close(keepHistory);
    await this.machine.close();
  }
}
