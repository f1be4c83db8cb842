import { ROLE_OF, stateOfRole } from '../../../../adapters/postgres/application-role.ts';
import { mightOf } from '../../../../adapters/postgres/read-safety.ts';
import { type Check, failInProduction, ok, unknown, warn } from '../check.ts';

export const roles: Check = {
  name: 'roles',
  look: async (ground) => {
    const knex = await ground.database;
    const { login } = await ground.safety;
    const wanted = Object.values(ROLE_OF);
    const states = await Promise.all(wanted.map((role) => stateOfRole(knex, role)));
    const usable = wanted.filter((_, nth) => states[nth] === 'usable');
    if (states.every((state) => state === 'missing')) return unknown('none so far: "seahorse migrate" makes them');
    if (usable.length === 0) {
      const remedy = `as an administrator, run "grant ${ROLE_OF.operator} to ${login.name}", or less`;
      return failInProduction(ground.config.production, `${login.name} may take none`, remedy);
    }
    const found = `${login.name} may take ${usable.join(', ')}`;
    return mightOf(login) && ground.config.production
      ? warn(
          `${found}, and might itself rewrite the journal`,
          'let DATABASE_URL of serve and work name a login that owns nothing',
        )
      : ok(found);
  },
};
