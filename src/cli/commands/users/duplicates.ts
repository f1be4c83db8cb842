import type { Command } from 'commander';
import { publicId } from '../../../adapters/http/public-id.ts';
import { listDuplicates } from '../../../application/identity/list-duplicates.ts';
import type { User } from '../../../domain/identity/user.ts';
import { withDatabase } from '../with-database.ts';

export function registerDuplicates(users: Command): void {
  users
    .command('duplicates')
    .description('pairs of users who are one person, as WeChat says, the older one first')
    .option('--json', 'for programs')
    .action(({ json }: { json?: true }) =>
      withDatabase(async (tools) => {
        const pairs = await listDuplicates(tools)();
        if (json) console.log(JSON.stringify(pairs.map(pairJson), null, 2));
        else for (const { older, younger } of pairs) console.log(`${nameOf(older)}  ${nameOf(younger)}`);
      }),
    );
}

const nameOf = ({ id }: User): string => publicId('usr', id);

const userJson = (user: User) => ({ id: nameOf(user), status: user.status, created_at: user.createdAt });

const pairJson = ({ older, younger }: { readonly older: User; readonly younger: User }) => ({
  older: userJson(older),
  younger: userJson(younger),
});
