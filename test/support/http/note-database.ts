import type { Knex } from 'knex';
import { sealUnder } from '../../../src/adapters/system/seal-secret.ts';
import { sealedFor } from '../../../src/domain/identity/session-key.ts';
import { isWatching, noteOutput, noteSecret, noteSecretsIn } from '../leaks/note.ts';

type Credentials = { readonly appid: string; readonly appSecret: string };

/** Before a database goes: what WeChat calls its people, and what was written about them for good. */
export async function noteDatabase(knex: Knex, { appid, appSecret }: Credentials): Promise<void> {
  if (!isWatching) return;
  noteSecretsIn(await knex('identity.wechat_identities').select('openid', 'unionid'));
  for (const { openid, sealed } of await knex('identity.session_keys').where({ appid }).select('openid', 'sealed')) {
    noteSecret('session key', sealUnder(appSecret).open(sealed, sealedFor(appid, openid)) ?? '');
  }
  for (const event of await knex('audit.events').select()) noteOutput('audit', JSON.stringify(event));
}
