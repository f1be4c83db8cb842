import type { Knex } from 'knex';
import type { Figure, ReadFigures } from '../../application/shared/figures.ts';
import { addDays, endOfBeijingDay } from '../../domain/shared/beijing-time.ts';
import { momentBindings, momentSql } from './figures-moment.ts';
import { identityFiguresSql } from './identity/identity-figures.sql.ts';
import { JournalSums } from './ledger/journal-sums.ts';
import { ledgerFiguresSql } from './ledger/ledger-figures.sql.ts';
import { orderingFiguresSql } from './ordering/ordering-figures.sql.ts';
import { PostgresClock } from './postgres-clock.ts';
import { rowsOf } from './rows.ts';
import { webhookFiguresSql } from './webhooks/webhook-figures.sql.ts';

/** A module that has something to tell adds its rows here: name (of FIGURES), label, value. */
const MODULES = [orderingFiguresSql, ledgerFiguresSql, identityFiguresSql, webhookFiguresSql];
const figuresSql = /* sql */ `
with ${momentSql}
select * from (${MODULES.join('\nunion all ')}) figure (name, label, value)`;

/** Asks on connections that nothing else waits for, with a time limit of their own. */
export class PostgresFigures {
  readonly #db: Knex;
  readonly #journal: JournalSums;
  readonly #aheadMs: () => number;

  constructor(db: Knex, options: { readonly aheadMs?: () => number } = {}) {
    this.#db = db;
    this.#journal = new JournalSums(db);
    this.#aheadMs = options.aheadMs ?? (() => 0);
  }

  readonly read: ReadFigures = async () => {
    const now = await new PostgresClock(this.#db, this.#aheadMs()).now();
    const midnight = addDays(endOfBeijingDay(now), -1);
    const waiting = await rowsOf<Figure>(this.#db, figuresSql, momentBindings(now, midnight));
    const moved: Readonly<Record<string, number>> = (await this.#journal.since(midnight, now)) ?? {};
    const movements = Object.entries(moved).map(
      ([label, value]): Figure => ({ name: 'points_moved_total', label, value }),
    );
    return [...waiting, ...movements];
  };
}
