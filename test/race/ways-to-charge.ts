import type { ChargeUsage } from '../../src/application/ledger/usage.ts';
import { type MigratedDatabase, migratedDatabase } from '../support/migrated-database.ts';
import { openCharger } from '../support/open-charger.ts';
import { openShop, type Shop } from '../support/shop.ts';

type Way = {
  readonly name: string;
  open(database: MigratedDatabase): { charge: ChargeUsage; close(): Promise<unknown> };
};

const ways: readonly Way[] = [
  {
    name: 'by the rule',
    open: ({ uow }) => ({ charge: openShop(uow).chargeUsage, close: async () => {} }),
  },
  {
    name: 'on the fast path',
    open: (database) => {
      const charger = openCharger(database);
      return { charge: charger.charge, close: () => charger.stop() };
    },
  },
  {
    name: 'on the fast path of two processes',
    open: (database) => {
      const chargers = [openCharger(database), openCharger(database)] as const;
      let calls = 0;
      return {
        charge: (usage) => chargers[++calls % 2 === 0 ? 0 : 1].charge(usage),
        close: () => Promise.all(chargers.map((each) => each.stop())),
      };
    },
  },
];

/** What a suite works on; `charge` takes points in the way that the suite runs for. */
export type Till = { readonly database: MigratedDatabase; readonly shop: Shop; readonly charge: ChargeUsage };

/** One suite for every way to take points: the rule on the stores, and the statements that serve requests. */
export function describeCharging(title: string, suite: (till: () => Till) => void): void {
  for (const { name, open } of ways) {
    describe(`${title}, ${name},`, () => {
      let till: Till;
      let close: () => Promise<unknown>;
      before(async () => {
        const database = await migratedDatabase(20);
        const { charge, close: closeWay } = open(database);
        till = { database, shop: openShop(database.uow), charge };
        close = closeWay;
      });
      after(async () => {
        await close();
        await till.database.drop();
      });
      suite(() => till);
    });
  }
}
