import type { Knex } from 'knex';

/** For virtual payment: it is signed with the payer's session key, and closes what nobody paid on nobody's word. */
export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    create table identity.session_keys (
      appid text not null,
      openid text not null,
      sealed text not null,
      kept_at timestamptz(3) not null,
      primary key (appid, openid),
      foreign key (appid, openid) references identity.wechat_identities on delete cascade
    );
    comment on column identity.session_keys.sealed is 'AES-256-GCM under a key derived from the app secret, for this appid and openid';

    alter table ordering.payment_attempts add column payable_until timestamptz(3);
    comment on column ordering.payment_attempts.payable_until is
      'where it is later than expires_at: the provider closes by itself, and not before';
  `);

export const down = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    alter table ordering.payment_attempts drop column payable_until;
    drop table identity.session_keys;
  `);
