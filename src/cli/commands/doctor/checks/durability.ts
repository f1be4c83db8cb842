import { ROLE_OF } from '../../../../adapters/postgres/application-role.ts';
import { type Unsafe, unsafeSettings } from '../../../system/unsafe-settings.ts';
import { type Check, failInProduction, ok } from '../check.ts';

const checkOf = (what: Unsafe['what'], name: string, fine: string): Check => ({
  name,
  look: async (ground) => {
    const found = unsafeSettings(await ground.safety, ROLE_OF.operator).find((each) => each.what === what);
    return found ? failInProduction(ground.config.production, found.found, found.remedy) : ok(fine);
  },
});

/** What `serve` and `work` refuse to run on in production. */
export const durability: readonly Check[] = [
  checkOf('fsync', 'fsync', 'on'),
  checkOf('full_page_writes', 'full_page_writes', 'on'),
  checkOf('synchronous_commit', 'synchronous_commit', 'not off'),
  checkOf('role', 'journal', 'the role of our connections cannot rewrite it'),
];
