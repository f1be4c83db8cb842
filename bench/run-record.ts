import type { Contender, Readiness } from './contender.ts';
import type { GrowthResult } from './growth/growth-step.ts';
import type { GuaranteeResult } from './guarantees/run-guarantees.ts';
import type { Machine } from './machine/describe-machine.ts';
import { watchOthers } from './machine/others-share.ts';
import type { Cell } from './matrix/cell.ts';
import type { Plan } from './plan.ts';
import type { PacedResult, Results } from './results.ts';

/** Results while they come in. */
export class RunRecord {
  readonly plan: Plan;
  readonly say: (line: string) => void;
  readonly http: Cell[] = [];
  readonly inProcess: Cell[] = [];
  readonly paced: PacedResult[] = [];
  guarantees: GuaranteeResult | null = null;
  growth: readonly GrowthResult[] = [];
  readonly #machine: Machine;
  readonly #begunAt = new Date();
  readonly #othersShare = watchOthers();
  readonly #titles = new Map<string, string>();
  readonly #absent = new Map<string, string>();
  readonly #mistakes = new Set<string>();
  #audits = 0;

  constructor(plan: Plan, machine: Machine, say: (line: string) => void) {
    this.plan = plan;
    this.#machine = machine;
    this.say = say;
  }

  /** Whatever one that is absent would have shown counts as not measured. */
  noteContender({ name, title }: Contender, readiness: Readiness): void {
    if (readiness.kind === 'ready') {
      this.#titles.set(name, title);
      return;
    }
    this.#absent.set(name, readiness.why);
    this.say(`without ${title}: ${readiness.why}`);
  }

  /** Each ledger once, however many write into it. */
  async audit(contenders: readonly Contender[]): Promise<void> {
    for (const books of new Set(contenders.map((contender) => contender.books))) {
      if (!books) continue;
      this.#audits += 1;
      for (const mistake of await books.audit()) {
        this.#mistakes.add(mistake);
        this.say(`THE BOOKS DO NOT BALANCE: ${mistake}`);
      }
    }
  }

  results(): Results {
    const { plan, http, inProcess, guarantees, growth, paced } = this;
    return {
      ...{ plan, machine: this.#machine, begunAt: this.#begunAt, othersShare: this.#othersShare() },
      ...{ titles: this.#titles },
      ...{ absent: this.#absent, http, inProcess, guarantees, paced, growth },
      ...{ audits: this.#audits, mistakes: [...this.#mistakes] },
    };
  }
}
