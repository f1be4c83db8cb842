import type { Knex } from 'knex';

/**
 * What `orders trace` asks by a number: the notifications of it, and the payments that were set aside. Both tables grow with every
 * order and are otherwise asked for what is due only.
 */
export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    create index payment_inbox_number on ordering.payment_inbox ((coalesce(
      subject #>> '{payment,outTradeNo}', subject #>> '{refund,outTradeNo}', subject ->> 'outTradeNo')));
    create index payment_attempts_set_aside on ordering.payment_attempts (order_id) where quarantined_at is not null;
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    drop index ordering.payment_attempts_set_aside;
    drop index ordering.payment_inbox_number;
  `);
