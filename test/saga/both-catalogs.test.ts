import { expect } from 'chai';
import type { PackageOffer, Storefront } from '../../src/domain/catalog/package.ts';
import { GATEWAY_NAMES, type GatewayName } from '../../src/domain/ordering/payment-channel.ts';
import type { Person } from '../support/http/actors.ts';
import { ALL_GATEWAYS, type Bought, COUNTERS } from '../support/http/counters.ts';
import { eventually } from '../support/http/eventually.ts';
import { sellEverythingEverywhere, shippedCatalogs } from '../support/http/seeded-catalog.ts';
import { useTestSystem } from '../support/http/test-system.ts';
import { runProgram } from '../support/run-program.ts';

const PACKAGES = (await shippedCatalogs()).flatMap(({ packages }) => packages);
const STOREFRONT_OF: Readonly<Record<GatewayName, Storefront>> = {
  jsapi: 'miniprogram',
  native: 'web',
  xpay: 'miniprogram',
};
const isSoldAt = ({ storefronts }: PackageOffer, gateway: GatewayName): boolean =>
  storefronts.includes(STOREFRONT_OF[gateway]);
/** More than any refund of the simulator takes, and than WeChat Pay wants between two of one payment. */
const REFUND_SECONDS = 120;

describe('Every package of both catalogs, from the tap to the last fen that goes back', () => {
  const system = useTestSystem({ parts: { channels: ALL_GATEWAYS } });

  describe('as we ship them, each at its own storefront', () => {
    for (const gateway of GATEWAY_NAMES) {
      for (const offer of PACKAGES.filter((each) => isSoldAt(each, gateway))) playOut(gateway, offer);
    }
  });

  describe('sold everywhere, as an operator may decide', () => {
    before(() => sellEverythingEverywhere(system().application));
    for (const gateway of GATEWAY_NAMES) {
      for (const offer of PACKAGES.filter((each) => !isSoldAt(each, gateway))) playOut(gateway, offer);
    }
  });

  function playOut(gateway: GatewayName, { code, priceFen, points, bonusPoints }: PackageOffer): void {
    it(`${code} is bought through ${gateway}, goes back by half, and then in full`, async () => {
      const sold = Number(points + bonusPoints);
      const person = await system().actors.aPerson();
      const bought = await COUNTERS[gateway].order(system(), person, code);
      await COUNTERS[gateway].pay(system().phone, person, bought.out_trade_no);
      await eventually(async () => expect(await seenBy(person, bought)).to.deep.equal(['paid', 0, sold]));
      const heldFen = () => COUNTERS[gateway].heldFen(system().phone, bought.out_trade_no);
      expect(await heldFen()).to.equal(priceFen);

      await giveBack(bought, '--amount-fen', String(priceFen / 2));
      expect(await seenBy(person, bought)).to.deep.equal(['partly_refunded', priceFen / 2, sold / 2]);
      expect(await heldFen()).to.equal(priceFen / 2);

      await giveBack(bought, '--all');
      expect(await seenBy(person, bought)).to.deep.equal(['refunded', priceFen, 0]);
      expect(await heldFen()).to.equal(0);
    });
  }

  async function seenBy(person: Person, { id }: Bought): Promise<unknown[]> {
    const { json } = await system().call(`/api/v1/orders/${id}`, { token: person.token });
    return [json.status, json.refunded_fen, await system().actors.balanceOf(person)];
  }

  /** Asked for by one operator, approved by another where that is needed, sent by the workers, and done by WeChat. */
  async function giveBack({ id }: Bought, ...amount: string[]): Promise<void> {
    const asked = await seahorse('request', id, ...amount, '--by', 'lin');
    const [refund = '', state] = asked.split(/\s+/);
    if (state === 'awaiting_approval') await seahorse('approve', refund, '--by', 'wang');
    await system().sweep('send-refunds');
    await system().advance(REFUND_SECONDS);
    await system().sweep('handle-notifications');
    await system().sweep('poll-refunds');
  }

  async function seahorse(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await runProgram(['refunds', ...args, '--reason', '客户要求', '--yes'], {
      DATABASE_URL: system().databaseUrl,
    });
    expect(code, stderr).to.equal(0);
    return stdout;
  }
}).timeout(60_000);
