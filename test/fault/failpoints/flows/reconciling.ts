import { expect } from 'chai';
import { beijingDayOf } from '../../../../src/domain/shared/beijing-time.ts';
import { shippedCatalogs } from '../../../support/http/seeded-catalog.ts';
import { beijing } from '../../../support/instants.ts';
import type { Flow } from '../flow.ts';
import type { Scene } from '../scene.ts';
import { expectOrder, order } from './buying.ts';
import { sale, shopOf } from './refunding.ts';

const DAY_MS = 86_400_000;

/** To a time of the next day in Beijing. */
async function untilTomorrow(scene: Scene, time: string): Promise<void> {
  const now = await scene.phone.advance(0);
  const then = beijing(`${beijingDayOf(new Date(now.getTime() + DAY_MS))} ${time}`);
  await scene.advance((then.getTime() - now.getTime()) / 1_000);
}

/** Once in a while, as workers do: what a dead process had begun is begun again after its time. */
async function reconcile(scene: Scene): Promise<void> {
  for (let times = 0; times < 3; times++) {
    await scene.sweep('reconcile-bills');
    await scene.advance(3_600);
  }
}

const bill: Flow = {
  alone: true,
  name: 'a payment and a refund of which only the bill tells',
  play: async (scene) => {
    await untilTomorrow(scene, '00:05');
    const { actors } = scene.world.system;
    const [person, sold] = [await actors.aPerson(), await sale(scene)];
    const { order: placed } = await order(scene, person, 'android');
    await scene.phone.pay(placed.out_trade_no, { openid: person.openid, notify: false });
    await scene.phone.refundElsewhere(sold.order.out_trade_no, { amount_fen: 1_000, notify: false });
    await untilTomorrow(scene, '10:31');
    await reconcile(scene);
    await scene.over();
    await expectOrder(scene, person, placed.id, { status: 'paid' }, 600);
    expect(await shopOf(scene).seenBy(sold)).to.equal('partly_refunded 1000, 480 points');
    const reports = await scene.world.system.knex('ordering.reconciliations').whereNull('finished_at');
    expect(reports).to.deep.equal([]);
  },
};

const catalog: Flow = {
  name: 'a catalog that is put in place',
  play: async (scene) => {
    for (const file of await shippedCatalogs()) {
      const changed = {
        products: file.products.map((each) => ({ ...each, sort: each.sort + 100 })),
        packages: file.packages.map((each) => ({ ...each, sort: each.sort + 100 })),
        promotions: file.promotions.map((each) => ({ ...each, name: `${each.name}！` })),
        apis: file.apis.map((each) => ({ ...each, name: `${each.name}！` })),
      };
      await scene.step(({ application }) => application.seedCatalog(changed));
      await scene.step(({ application }) => application.seedCatalog(file));
    }
    await scene.over();
    expect((await scene.world.system.call('/api/v1/packages')).json.packages).to.have.length(3);
  },
};

export const RECONCILING: readonly Flow[] = [bill, catalog];
