import { dayOf, secondsUntil } from './beijing-days.ts';
import type { SimulatedWechat } from './simulated-wechat.ts';

type Query = Record<string, string>;

/** Bills of a simulator, and the time in which they are made. */
export function billsOf(wechat: SimulatedWechat) {
  const now = async (): Promise<number> => Date.parse(String((await wechat.control.advance(0)).json['now']));
  const until = async (hours: number, minutes = 0): Promise<void> => {
    await wechat.control.advance(secondsUntil(await now(), hours, minutes));
  };
  const textAt = async (answer: { readonly json: Record<string, unknown> }): Promise<string> =>
    (await wechat.merchant.download(String(answer.json['download_url']))).bytes.toString('utf8');
  return {
    until,
    today: async (): Promise<string> => dayOf(await now()),
    /** Noon of the next day: nothing that is done then can slip over midnight. */
    newDay: async (): Promise<string> => {
      await until(0);
      await until(12);
      return dayOf(await now());
    },
    trade: async (query: Query): Promise<string> => textAt(await wechat.merchant.tradeBill(query)),
    fundFlow: async (query: Query): Promise<string> => textAt(await wechat.merchant.fundFlowBill(query)),
  };
}
