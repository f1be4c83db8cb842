import type { TradeBill, TradeBills } from '../../src/domain/ordering/trade-bill.ts';
import type { BeijingDay } from '../../src/domain/shared/beijing-time.ts';
import { Script } from './script.ts';

/** Days on which nothing happened, unless a test says otherwise. */
export class FakeTradeBills implements TradeBills {
  readonly answers = new Script<TradeBill>();
  readonly asked: BeijingDay[] = [];
  readonly #bills = new Map<string, TradeBill>();

  /** From now on, the provider has this bill. */
  has(day: string, bill: TradeBill): void {
    this.#bills.set(day, bill);
  }

  async fetch(day: BeijingDay): Promise<TradeBill> {
    this.asked.push(day);
    return this.answers.next(() => this.#bills.get(day) ?? { kind: 'empty' });
  }
}
