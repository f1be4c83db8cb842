import type { UnitOfWork } from '../../src/application/shared/unit-of-work.ts';

/** The planted mistake: the statement alone, as if one statement were enough. */
export const withoutAccountLock = (uow: UnitOfWork): UnitOfWork => ({
  run: (work) =>
    uow.run((stores) => {
      const { ledger } = stores;
      const unlocked = new Proxy(ledger, {
        get: (target, name: keyof typeof ledger) =>
          name === 'lock' ? async () => {} : (target[name] as () => unknown).bind(target),
      });
      return work({ ...stores, ledger: unlocked });
    }),
});
