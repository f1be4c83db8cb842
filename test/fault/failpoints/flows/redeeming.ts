import { expect } from 'chai';
import { type MakeCodesOutcome, makeCodes } from '../../../../src/application/catalog/make-codes.ts';
import { voidCodes } from '../../../../src/application/catalog/void-codes.ts';
import type { CodeBatch } from '../../../../src/domain/catalog/code-batch.ts';
import { batchTerms } from '../../../support/codes.ts';
import { BY_ALICE } from '../../../support/followers.ts';
import type { Flow } from '../flow.ts';
import type { Scene } from '../scene.ts';

type Made = Extract<MakeCodesOutcome, { readonly kind: 'made' }>;

/** Said again under the same key where nobody has answered. Codes that nobody has seen are taken back, and others made. */
async function make(scene: Scene): Promise<Made> {
  const requestKey = crypto.randomUUID();
  const outcome = await scene.step(({ parts: { uow, ids, secrets } }) =>
    makeCodes({ uow, ids, secrets, by: BY_ALICE })({ ...batchTerms({ requestKey }), dryRun: false }),
  );
  if (outcome.kind === 'made') return outcome;
  if (outcome.kind !== 'made_before') throw new Error(outcome.kind);
  await withdraw(scene, outcome.batch);
  return make(scene);
}

const withdraw = (scene: Scene, { id }: CodeBatch): Promise<unknown> =>
  scene.step(({ parts: { uow, ids, secrets } }) => {
    const which = { batchId: id, code: null, reason: '活动结束', dryRun: false };
    return voidCodes({ uow, ids, secrets, by: BY_ALICE })(which);
  });

const redeemed: Flow = {
  name: 'a code that is redeemed, and others that are taken back',
  play: async (scene) => {
    const { actors, call } = scene.world.system;
    const { token, ...person } = await actors.aPerson();
    const { batch, printed } = await make(scene);
    const redeem = (code: string | undefined) => ({ token, body: { code } });
    const { status } = await scene.ask('/api/v1/redemptions', redeem(printed[0]));
    expect([200, 201]).to.include(status);
    await withdraw(scene, batch);
    await scene.over();
    const [again, late] = [redeem(printed[0]), redeem(printed[1])];
    expect((await call('/api/v1/redemptions', again)).status).to.equal(200);
    expect((await call('/api/v1/redemptions', late)).json.code).to.equal('redemption_code_void');
    expect(await actors.balanceOf({ token, ...person })).to.equal(50);
  },
};

export const REDEEMING: readonly Flow[] = [redeemed];
