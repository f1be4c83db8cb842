import type { NotificationReading, Payment, ProviderRefund } from '../../../src/domain/ordering/payment-gateway.ts';
import { aNotification } from '../../support/fake-gateway.ts';
import type { Dice } from '../dice.ts';
import type { SeededScheduler } from './seeded-scheduler.ts';
import type { Troubles } from './troubles.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './virtual-clock.ts';
import type { VirtualWechat } from './virtual-wechat.ts';

/** WeChat Pay, 支付通知: 15 s, 15 s, 30 s, 3 m, 10 m, 20 m, 30 m three times, 1 h, 3 h three times, 6 h twice; 24 h 4 m in all. */
export const REPEATED_AFTER_MS = [
  ...[15 * SECOND_MS, 15 * SECOND_MS, 30 * SECOND_MS, 3 * MINUTE_MS, 10 * MINUTE_MS, 20 * MINUTE_MS],
  ...[30 * MINUTE_MS, 30 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS, 3 * HOUR_MS, 3 * HOUR_MS, 3 * HOUR_MS],
  ...[6 * HOUR_MS, 6 * HOUR_MS],
];

/** False: no answer, or one that is not 2xx. */
export type Deliver = (raw: ReturnType<typeof aNotification>) => Promise<boolean>;
type Without<Kind extends NotificationReading['kind']> = Omit<
  Extract<NotificationReading, { kind: Kind }>,
  'notificationId' | 'content'
>;
type News = Without<'payment'> | Without<'refund'> | Without<'hint'>;

/** What WeChat tells us unasked: repeated until it is confirmed, lost on the way, late, in disorder, and once more although confirmed. */
export class VirtualNotifications {
  readonly tally = { sent: 0, lost: 0, refused: 0, doubled: 0 };
  readonly #scheduler: SeededScheduler;
  readonly #dice: Dice;
  readonly #troubles: Troubles;
  readonly #deliver: Deliver;
  #told = 0;

  constructor(scheduler: SeededScheduler, dice: Dice, troubles: Troubles, deliver: Deliver) {
    this.#scheduler = scheduler;
    this.#dice = dice;
    this.#troubles = troubles;
    this.#deliver = deliver;
  }

  tellPayment(wechat: VirtualWechat, payment: Payment): void {
    const isXpay = wechat.trades.get(payment.outTradeNo)?.gateway === 'xpay';
    this.#tell(isXpay ? { kind: 'hint', outTradeNo: payment.outTradeNo } : { kind: 'payment', payment });
  }

  tellRefund(mchid: string, refund: ProviderRefund): void {
    this.#tell({ kind: 'refund', mchid, refund });
  }

  #tell(news: News): void {
    this.#told += 1;
    const notificationId = `ntf-${this.#told}`;
    const raw = aNotification({ ...news, notificationId, content: '{}' } as NotificationReading);
    // One in eight never arrives, whatever WeChat does; half of the others now and then do not.
    const losing = this.#dice.chance(0.12) ? 1 : this.#dice.chance(0.5) ? 0.4 : 0;
    this.#scheduler.after(this.#delayMs(), () => void this.#attempt(raw, losing, 0));
  }

  #delayMs(): number {
    return this.#dice.chance(0.85) ? this.#dice.between(50, 5_000) : this.#dice.between(0, HOUR_MS);
  }

  async #attempt(raw: ReturnType<typeof aNotification>, losing: number, tries: number): Promise<void> {
    this.tally.sent += 1;
    const isRefused = this.#troubles.isOn('notifications_refused', this.#scheduler.clock.ms);
    if (isRefused) this.tally.refused += 1;
    const isLost = this.#dice.chance(losing);
    if (isLost) this.tally.lost += 1;
    const isTaken = !isLost && !isRefused && (await this.#deliver(raw));
    if (isTaken && this.#dice.chance(0.85)) return;
    if (isTaken) {
      this.tally.doubled += 1;
      return this.#scheduler.after(
        this.#dice.between(0, DAY_MS),
        () => void this.#attempt(raw, losing, Number.POSITIVE_INFINITY),
      );
    }
    const waitMs = REPEATED_AFTER_MS[tries];
    if (waitMs !== undefined) this.#scheduler.after(waitMs, () => void this.#attempt(raw, losing, tries + 1));
  }
}
