import type { Command } from 'commander';
import { z } from 'zod';
import { publicId } from '../../../adapters/http/public-id.ts';
import { listDuplicates } from '../../../application/identity/list-duplicates.ts';
import { USER_STATUSES, type User } from '../../../domain/identity/user.ts';
import { answersJson, instant, shownId } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { withDatabase } from '../with-database.ts';

const UserShape = z.strictObject({ id: shownId('usr'), status: z.enum(USER_STATUSES), created_at: instant });
const PairShape = z.strictObject({ older: UserShape, younger: UserShape });

export function registerDuplicates(users: Command): void {
  const command = withExamples(users.command('duplicates'), 'users duplicates', 'users duplicates --json').description(
    'pairs of users who are one person, as WeChat says, the older one first',
  );
  const tell = answersJson(command, z.array(PairShape));
  command.action(() =>
    withDatabase(async (tools) => {
      const pairs = await listDuplicates(tools)();
      tell(pairs.map(pairJson), () =>
        pairs.map(({ older, younger }) => `${nameOf(older)}  ${nameOf(younger)}`).join('\n'),
      );
    }),
  );
}

const nameOf = ({ id }: User): string => publicId('usr', id);

const userJson = (user: User) => ({ id: nameOf(user), status: user.status, created_at: user.createdAt });

const pairJson = ({ older, younger }: { readonly older: User; readonly younger: User }) => ({
  older: userJson(older),
  younger: userJson(younger),
});
