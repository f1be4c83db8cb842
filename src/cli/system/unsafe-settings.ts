import { type DatabaseSafety, mightOf } from '../../adapters/postgres/read-safety.ts';

export type Unsafe = {
  readonly what: 'fsync' | 'full_page_writes' | 'synchronous_commit' | 'role';
  readonly found: string;
  /** What to run. */
  readonly remedy: string;
};

/**
 * What lets this database lose or rewrite what it has confirmed, and how to mend it. `wanted` is the role that these connections
 * should have.
 */
export function unsafeSettings(safety: DatabaseSafety, wanted: string): Unsafe[] {
  const { role, login } = safety;
  const might = mightOf(role);
  const found: (Unsafe | null)[] = [
    safety.fsync ? null : switchedOff('fsync', 'a crash may lose or break everything'),
    safety.fullPageWrites ? null : switchedOff('full_page_writes', 'a crash may tear pages that were half written'),
    safety.synchronousCommit === 'off' ? lateCommits(login.name) : null,
    might === null
      ? null
      : {
          what: 'role',
          found: `connections run as ${role.name} (${might}), who may rewrite the journal`,
          remedy: `as an administrator, run "grant ${wanted} to ${login.name}"`,
        },
  ];
  return found.filter((each) => each !== null);
}

const switchedOff = (what: 'fsync' | 'full_page_writes', risk: string): Unsafe => ({
  ...{ what, found: `${what} is off: ${risk}` },
  remedy: `as an administrator, run "alter system set ${what} = on" and "select pg_reload_conf()"`,
});

const lateCommits = (login: string): Unsafe => ({
  what: 'synchronous_commit',
  found: `synchronous_commit is off for ${login}: the last payments that were confirmed are lost in a crash`,
  remedy: `as an administrator, run "alter role ${login} set synchronous_commit = on"; look at the database and postgresql.conf, too`,
});
