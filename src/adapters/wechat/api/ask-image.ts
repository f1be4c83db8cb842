import { type ApiRequest, ask, errorOf } from './ask.ts';
import { readAnswer } from './ask-json.ts';

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
const jpeg = Buffer.from([0xff, 0xd8, 0xff]);
const isImage = (bytes: Buffer): boolean => [png, jpeg].some((magic) => bytes.subarray(0, magic.length).equals(magic));

/** The same where a success is a picture, and JSON an error. */
export async function askImage(request: ApiRequest): Promise<Buffer> {
  const answer = await ask(request, (bytes) => (isImage(bytes) ? bytes : readError(bytes)));
  if (Buffer.isBuffer(answer)) return answer;
  throw errorOf(request.path, answer);
}

function readError(bytes: Buffer): ReturnType<typeof readAnswer> {
  const answer = readAnswer(bytes);
  return answer?.errcode === 0 ? undefined : answer;
}
