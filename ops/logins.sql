-- Logins that own nothing, one for each kind of process, for an administrator to run once after "seahorse migrate":
--   psql -v serve_password=… -v work_password=… -v operator_password=… -v read_password=… -f logins.sql "$ADMIN_URL"
-- Running it again changes the passwords, and nothing else.
\set ON_ERROR_STOP on
select format('create role %I login', name)
from (values ('seahorse_serve'), ('seahorse_work'), ('seahorse_cli'), ('seahorse_report')) wanted (name)
where not exists (select 1 from pg_roles where rolname = name) \gexec

grant seahorse_app to seahorse_serve;
grant seahorse_worker to seahorse_work;
grant seahorse_operator to seahorse_cli;
grant seahorse_read to seahorse_report;
alter role seahorse_serve password :'serve_password';
alter role seahorse_work password :'work_password';
alter role seahorse_cli password :'operator_password';
alter role seahorse_report password :'read_password';
