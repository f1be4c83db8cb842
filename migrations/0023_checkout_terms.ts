import type { Knex } from 'knex';

/** A checkout sells several packages and leads two ways back, to origins that its service is known to have. */
export const up = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    alter table keyvault.services add column return_origins text[] not null default '{}';
    comment on column keyvault.services.return_origins is 'where the checkouts that it opens may send their users';

    alter table identity.checkout_sessions add column package_ids uuid[] check (package_ids <> '{}'), add column cancel_url text;
    update identity.checkout_sessions set package_ids = array[package_id] where package_id is not null;
    alter table identity.checkout_sessions drop column package_id;
    alter table identity.checkout_sessions rename column return_url to success_url;
  `);

/** Only as long as no checkout is for several packages: it would become one for all of them. */
export const down = (knex: Knex): Promise<void> =>
  knex.raw(/* sql */ `
    do $$ begin
      if exists (select 1 from identity.checkout_sessions where cardinality(package_ids) > 1) then
        raise exception 'there are checkouts for several packages' using errcode = 'check_violation';
      end if;
    end $$;
    alter table identity.checkout_sessions rename column success_url to return_url;
    alter table identity.checkout_sessions add column package_id uuid;
    update identity.checkout_sessions set package_id = package_ids[1];
    alter table identity.checkout_sessions drop column package_ids, drop column cancel_url;
    alter table keyvault.services drop column return_origins;
  `);
