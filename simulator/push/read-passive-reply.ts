import type { AppAccount } from '../credentials/app-accounts.ts';
import type { PushAccount } from '../credentials/credentials.ts';
import type { PushMessage, PushTarget } from './push-state.ts';
import { readFlatXml } from './read-xml.ts';
import { signParts } from './sign-parts.ts';
import { unsealMessage } from './unseal-message.ts';

type Between = {
  readonly account: AppAccount;
  readonly push: PushAccount;
  readonly mode: PushTarget['mode'];
  /** What is answered. */
  readonly message: PushMessage;
};

/** What a text message may hold. */
const mostTextBytes = 2048;

/** The text of a passive reply (被动回复) to a follower. Null: it is none, or not as WeChat wants it. */
export function passiveText(reply: string, { account, push, mode, message }: Between): string | null {
  const text = mode === 'plain' ? reply : unwrap(reply, account, push);
  const fields = text === undefined ? undefined : readFlatXml(text);
  if (!fields) return null;
  const isAddressed =
    fields.get('ToUserName') === message['FromUserName'] && fields.get('FromUserName') === account.originalId;
  const isText = fields.get('MsgType') === 'text' && /^\d{1,10}$/.test(fields.get('CreateTime') ?? '');
  const content = fields.get('Content') ?? '';
  const fits = content !== '' && Buffer.byteLength(content) <= mostTextBytes;
  return isAddressed && isText && fits ? content : null;
}

/** In mode aes the reply is sealed and signed as the message was. */
function unwrap(reply: string, { appid }: AppAccount, { token, encodingAesKey }: PushAccount): string | undefined {
  const fields = readFlatXml(reply);
  const [encrypt = '', signature, timestamp = '', nonce = ''] = ['Encrypt', 'MsgSignature', 'TimeStamp', 'Nonce'].map(
    (name) => fields?.get(name),
  );
  if (encrypt === '' || signature !== signParts(token, timestamp, nonce, encrypt)) return undefined;
  return unsealMessage(encrypt, appid, encodingAesKey);
}
