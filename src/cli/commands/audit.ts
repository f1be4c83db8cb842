import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { type IdPrefix, parseId } from '../../adapters/http/public-id.ts';
import { AUDIT_ACTIONS, type AuditAction, type AuditEvent, type AuditFilter } from '../../domain/shared/audit.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import { answersJson } from '../face/answer.ts';
import { withExamples } from '../face/examples.ts';
import { AuditEventShape, eventJson, eventLine, SUBJECT_PREFIXES } from './audit-text.ts';
import { readUser } from './ledger/read-options.ts';
import { LIMIT } from './read-limit.ts';
import { readSince } from './read-since.ts';
import { type Tools, withDatabase } from './with-database.ts';

type Options = {
  readonly user?: UserId;
  readonly subject?: string;
  readonly action?: AuditAction;
  readonly since?: (now: Date) => Date;
  readonly limit: number;
};

export function registerAudit(program: Command): void {
  const command = withExamples(
    program.command('audit').description('who did what').command('list'),
    'audit list --user usr_0192… --since 7d',
    'audit list --subject key_0192… --action key.disabled --json',
  )
    .description('what was done to people, keys, services and sessions, newest first')
    .option('--user <user>', 'whose affair it is, usr_…', readUser)
    .option('--subject <id>', 'what it was done to: key_…, usr_…, ses_…, whk_…, or the UUID of a service', readSubject)
    .addOption(new Option('--action <action>', 'only this').choices(AUDIT_ACTIONS))
    .option('--since <time>', 'from 30m, 24h or 7d ago on, or from an instant, or day in Beijing', readSince)
    .option(...LIMIT);
  const tell = answersJson(command, z.array(AuditEventShape));
  command.action((options: Options) =>
    withDatabase(async (tools) => {
      const events = await find(tools, options);
      tell(events.map(eventJson), () => events.map(eventLine).join('\n'));
    }),
  );
}

const find = ({ uow }: Tools, { user, subject, action, since, limit }: Options): Promise<AuditEvent[]> =>
  uow.run(async ({ audit, clock }) => {
    const filter: AuditFilter = {
      ...(user && { userId: user }),
      ...(subject && { subjectId: subject }),
      ...(action && { action }),
      ...(since && { since: since(await clock.now()) }),
    };
    return audit.list(filter, { before: null, limit });
  });

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function readSubject(text: string): string {
  const prefix = text.split('_')[0] as IdPrefix;
  const id = Object.values(SUBJECT_PREFIXES).includes(prefix) ? parseId(prefix, text) : UUID.exec(text)?.[0];
  if (id) return id;
  throw new InvalidArgumentError('expected an id such as key_0192…, usr_…, ses_…, or a UUID');
}
