import type { Knex } from 'knex';

/** Who did what, for good; and what users and sessions have beyond their ids. Keys can be rotated and deleted. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(/* sql */ `
    create schema audit;
    create table audit.events (
      id uuid primary key,
      at timestamptz(3) not null,
      actor_kind text not null check (actor_kind in ('user', 'service', 'operator', 'wechat', 'system')),
      actor_id text check ((actor_id is null) = (actor_kind in ('wechat', 'system'))),
      on_behalf_of uuid,
      request_id text,
      action text not null,
      subject_kind text not null,
      subject_id text not null,
      user_id uuid,
      before jsonb,
      after jsonb
    );
    comment on column audit.events.user_id is 'whose affair it is';
    create index events_subject on audit.events (subject_id, id);
    create index events_user on audit.events (user_id, id) where user_id is not null;
    create index events_action on audit.events (action, id);

    create function audit.refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
    end $$;
    create trigger events_append_only before update or delete or truncate on audit.events
      for each statement execute function audit.refuse_change();

    grant usage on schema audit to seahorse_app;
    grant select, insert on all tables in schema audit to seahorse_app;
    grant execute on all functions in schema audit to seahorse_app;
    alter default privileges in schema audit grant select, insert on tables to seahorse_app;

    alter table identity.users
      add column avatar text check (avatar ~ '^[0-9a-f]{64}$'),
      add column notifications boolean not null default true,
      add column status text not null default 'active' check (status in ('active', 'closing', 'closed', 'merged')),
      add column merged_into uuid references identity.users,
      add check ((status = 'merged') = (merged_into is not null));
    comment on column identity.users.avatar is 'SHA-256 of the picture';

    alter table identity.sessions
      add column kind text not null default 'mini_program' check (kind in ('mini_program', 'web', 'checkout')),
      add column device text,
      add column last_used_at timestamptz(3);
    update identity.sessions set last_used_at = created_at;
    alter table identity.sessions alter column last_used_at set not null, alter column kind drop default;

    alter table keyvault.api_keys
      alter column digest drop not null,
      add column successor_id uuid,
      add column deleted_at timestamptz(3),
      add check ((digest is null) = (deleted_at is not null));
    comment on column keyvault.api_keys.digest is 'SHA-256 of the token; the token itself is nowhere, and of a deleted key nothing';
    comment on column keyvault.api_keys.successor_id is 'the key that a rotation has put in its place';
  `);
}

/** Only as long as no key was deleted: without a digest there is nothing to bring back. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(/* sql */ `
    do $$ begin
      if exists (select 1 from keyvault.api_keys where digest is null) then
        raise exception 'there are deleted keys' using errcode = 'check_violation';
      end if;
    end $$;
    alter table keyvault.api_keys drop column deleted_at, drop column successor_id, alter column digest set not null;
    alter table identity.sessions drop column kind, drop column device, drop column last_used_at;
    alter table identity.users drop column merged_into, drop column status, drop column notifications, drop column avatar;
    alter default privileges in schema audit revoke all on tables from seahorse_app;
    drop schema audit cascade;
  `);
}
