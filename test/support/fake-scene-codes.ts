import type { LoginCode, SceneCodes } from '../../src/domain/identity/scene-codes.ts';
import { Script } from './script.ts';

/** Every code is its scene, unless a test says otherwise. */
export class FakeSceneCodes implements SceneCodes {
  readonly answers = new Script<LoginCode>();
  readonly asked: { readonly scene: string; readonly lifeSeconds: number }[] = [];

  createLoginCode(scene: string, lifeSeconds: number): Promise<LoginCode> {
    this.asked.push({ scene, lifeSeconds });
    return this.answers.next(() => ({ kind: 'official_account', content: `http://weixin.qq.com/q/${scene}` }));
  }
}
