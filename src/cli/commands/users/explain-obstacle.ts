import { publicId } from '../../../adapters/http/public-id.ts';
import type { MergeObstacle } from '../../../application/identity/merge-obstacles.ts';

/** What an operator reads: what stands in the way, and what to do about it. */
export function explainObstacle(obstacle: MergeObstacle): string {
  switch (obstacle.kind) {
    case 'same_user':
      return 'they are one user already: name two';
    case 'unknown_user':
      return `there is no user ${publicId('usr', obstacle.userId)}: see "seahorse users duplicates"`;
    case 'not_present': {
      const { userId, status, mergedInto } = obstacle;
      const name = publicId('usr', userId);
      return mergedInto
        ? `${name} was merged before: name ${publicId('usr', mergedInto)}`
        : `${name} is ${status}: nobody can be merged with him any more`;
    }
    case 'orders_pending':
      return `${obstacle.orders} orders wait for payment: try again when they are paid or closed, in half an hour at most unless a payment does not match`;
    case 'refunds_under_way':
      return `${obstacle.points} points are frozen for refunds: see "seahorse refunds list", and wait until they have ended`;
    case 'holds_open':
      return `${obstacle.points} points are held for calls: wait until the services capture or release them, a day at most`;
    case 'invoices_requested':
      return 'an invoice is requested: issue or reject it first, see "seahorse invoices list --status requested"';
    case 'keys_active':
      return `${obstacle.keys} API keys can be used: have their services take keys of the other user, then say --end-keys`;
  }
}
