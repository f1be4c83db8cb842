import type { Signer } from '../credentials/keyring.ts';
import { type SignatureHeaders, signHeaders } from '../pay/sign-headers.ts';
import type { AnswerFault } from '../state/fault-plan.ts';
import { signAsProbe, signBadly, signStale } from './sign-falsely.ts';

const falsely: Readonly<Record<AnswerFault, (body: string, signer: Signer) => SignatureHeaders>> = {
  bad_signature: signBadly,
  skewed_clock: signStale,
  probe: signAsProbe,
  unsigned: () => ({}),
};

/** The signature headers of an answer, or what a fault makes of them. */
export const signAnswer = (body: string, signer: Signer, fault: AnswerFault | undefined): SignatureHeaders =>
  (fault ? falsely[fault] : signHeaders)(body, signer);
