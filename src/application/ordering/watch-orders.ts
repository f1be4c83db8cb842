import type { Order } from '../../domain/ordering/order.ts';
import type { OrderId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Status = Order['status'];
type Watcher = { readonly orderId: OrderId; status: Status; readonly onMove: () => void };
/** `onMove` is called whenever the order is seen in another state than the one that was known last. Answers how to stop. */
export type WatchOrder = (orderId: OrderId, known: Status, onMove: () => void) => () => void;

/**
 * Tells those who look at an order that it has moved, whichever process has moved it. One question for all of them each time, and
 * none while nobody looks: many open pages cost the database what one does.
 */
export class OrderWatch {
  readonly #uow: UnitOfWork<'orders'>;
  readonly #watchers = new Set<Watcher>();

  constructor(uow: UnitOfWork<'orders'>) {
    this.#uow = uow;
  }

  readonly watch: WatchOrder = (orderId, status, onMove) => {
    const watcher: Watcher = { orderId, status, onMove };
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  };

  /** Called every second or so. */
  async look(): Promise<void> {
    if (this.#watchers.size === 0) return;
    const ids = [...new Set([...this.#watchers].map(({ orderId }) => orderId))];
    const states = await this.#uow.run(({ orders }) => orders.statesOf(ids));
    for (const watcher of [...this.#watchers]) {
      const status = states.get(watcher.orderId);
      if (status === undefined || status === watcher.status) continue;
      watcher.status = status;
      watcher.onMove();
    }
  }
}
