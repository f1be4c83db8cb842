import type { NicknameVerdict, TextCheck } from '../../src/domain/identity/text-check.ts';
import { OURS } from './builders.ts';
import { Script } from './script.ts';

/** Lets everything pass, unless a test says otherwise. */
export class FakeTextCheck implements TextCheck {
  readonly appid = OURS.appid;
  readonly answers = new Script<NicknameVerdict>();
  readonly asked: { readonly openid: string; readonly nickname: string }[] = [];

  checkNickname(openid: string, nickname: string): Promise<NicknameVerdict> {
    this.asked.push({ openid, nickname });
    return this.answers.next(() => 'pass');
  }
}
