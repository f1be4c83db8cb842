import { expect } from 'chai';
import {
  type Affairs,
  type Closing,
  closedUser,
  decideClosing,
  heldUp,
  holdUpsOf,
  isWaived,
  obstaclesOf,
} from '../../../src/domain/identity/closing.ts';
import { newUser } from '../../../src/domain/identity/user.ts';
import type { UserId } from '../../../src/domain/shared/ids.ts';
import { noPoints, points } from '../../../src/domain/shared/points.ts';
import { newId } from '../../support/ids.ts';
import { DAY, msAfter, NOON } from '../../support/instants.ts';

const userId = newId<UserId>();
const NONE: Affairs = {
  ...{ openOrders: 0, payableOrders: 0, paymentsSetAside: 0, openHolds: 0, requestedInvoices: 0 },
  frozen: noPoints,
};
const WISH = { userId, days: 7, waivesPoints: false, byOperator: false };
const FREE = { obstacles: [], unwaived: noPoints };

function closing(...args: Parameters<typeof decideClosing>): Closing {
  const decision = decideClosing(...args);
  return decision.kind === 'closing' ? decision.closing : expect.fail(decision.kind);
}
const begun = (change: Partial<Closing> = {}): Closing => ({ ...closing(null, WISH, FREE, NOON), ...change });

describe('what stands in the way of an account’s closing', () => {
  const cases: readonly (readonly [Partial<Affairs>, string, bigint])[] = [
    [{ openOrders: 2, payableOrders: 2 }, 'open_orders', 2n],
    [{ paymentsSetAside: 1 }, 'payments_set_aside', 1n],
    [{ openHolds: 3 }, 'calls_under_way', 3n],
    [{ requestedInvoices: 1 }, 'invoices_requested', 1n],
    [{ frozen: points(120n) }, 'refunds_under_way', 120n],
  ];
  for (const [change, code, count] of cases) {
    it(`is ${code}, and keeps it from its end`, () => {
      const affairs = { ...NONE, ...change };
      expect(obstaclesOf(affairs, false)).to.deep.equal([{ code, count }]);
      expect(holdUpsOf(begun(), affairs, noPoints)).to.deep.equal([{ code, count }]);
    });
  }

  it('is nothing where nothing is under way', () => {
    expect(obstaclesOf(NONE, false)).to.deep.equal([]);
    expect(holdUpsOf(begun(), NONE, noPoints)).to.deep.equal([]);
  });

  it('is a payment that may still turn up only at the end', () => {
    const late = { ...NONE, payableOrders: 1 };
    expect(obstaclesOf(late, false)).to.deep.equal([]);
    expect(holdUpsOf(begun(), late, noPoints)).to.deep.equal([{ code: 'open_orders', count: 1n }]);
  });

  it('is no payment that was set aside, once an operator has agreed', () => {
    const odd = { ...NONE, paymentsSetAside: 1 };
    expect(obstaclesOf(odd, true)).to.deep.equal([]);
    expect(holdUpsOf(begun({ byOperator: true }), odd, noPoints)).to.deep.equal([]);
  });

  it('are paid points that nobody has given up, at its end', () => {
    expect(holdUpsOf(begun(), NONE, points(5n))).to.deep.equal([{ code: 'points_left', count: 5n }]);
  });
});

describe('the word that an account is to be closed', () => {
  it('counts from now on, and can be taken back for so many days', () => {
    expect(closing(null, WISH, FREE, NOON)).to.deep.equal({
      ...{ userId, confirmedAt: NOON, deletesAt: msAfter(NOON, 7 * DAY), nextLookAt: msAfter(NOON, 7 * DAY) },
      ...{ waivedAt: null, byOperator: false, heldUpBy: [] },
    });
  });

  it('is refused while something stands in the way', () => {
    const obstacles = [{ code: 'open_orders', count: 1n }] as const;
    const decision = decideClosing(null, { ...WISH, waivesPoints: true }, { obstacles, unwaived: points(1n) }, NOON);
    expect(decision).to.deep.equal({ kind: 'has_obstacles', obstacles });
  });

  it('has to give up paid points that are left', () => {
    const found = { obstacles: [], unwaived: points(1n) };
    expect(decideClosing(null, WISH, found, NOON)).to.deep.equal({ kind: 'points_left' });
    expect(closing(null, { ...WISH, waivesPoints: true }, found, NOON).waivedAt).to.deep.equal(NOON);
  });

  it('said again is the same, however late, and whatever has come up meanwhile', () => {
    const first = begun({ waivedAt: NOON });
    const obstacles = [{ code: 'invoices_requested', count: 1n }] as const;
    for (const waivesPoints of [true, false]) {
      const again = closing(first, { ...WISH, waivesPoints }, { ...FREE, obstacles }, msAfter(NOON, 3 * DAY));
      expect(again).to.deep.equal(first);
    }
  });

  it('said again gives up what was paid for since, if it says so', () => {
    const first = begun({ waivedAt: NOON });
    const later = msAfter(NOON, DAY);
    const found = { obstacles: [], unwaived: points(1n) };
    expect(decideClosing(first, WISH, found, later)).to.deep.equal({ kind: 'points_left' });
    expect(closing(first, { ...WISH, waivesPoints: true }, found, later)).to.deep.equal({ ...first, waivedAt: later });
  });

  it('of an operator may end it sooner, and never later', () => {
    const first = begun();
    const [later, operator] = [msAfter(NOON, DAY), { ...WISH, byOperator: true }];
    expect(closing(first, { ...operator, days: 0 }, FREE, later)).to.deep.equal({
      ...{ ...first, byOperator: true, deletesAt: later, nextLookAt: later },
    });
    expect(closing(first, { ...operator, days: 30 }, FREE, later).deletesAt).to.deep.equal(first.deletesAt);
  });
});

describe('an account that is being closed', () => {
  it('has given up the points that were there when it was said, to the millisecond', () => {
    const waived = begun({ waivedAt: NOON });
    expect([isWaived(waived, NOON), isWaived(waived, msAfter(NOON, 1))]).to.deep.equal([true, false]);
    expect([isWaived(begun(), NOON), isWaived(null, NOON)]).to.deep.equal([false, false]);
  });

  it('is looked at again a day later when something holds it up', () => {
    const over = msAfter(NOON, 7 * DAY);
    expect(heldUp(begun(), [{ code: 'points_left', count: 5n }], over)).to.deep.equal(
      begun({ heldUpBy: ['points_left'], nextLookAt: msAfter(over, DAY) }),
    );
  });

  it('leaves of its user an id and a time', () => {
    const user = { ...newUser(userId, NOON, '小海马'), avatar: 'ab'.repeat(32) };
    expect(closedUser({ ...user, status: 'closing' })).to.deep.equal({
      ...{ id: userId, nickname: '已注销用户', avatar: null, notifications: false, status: 'closed' },
      ...{ mergedInto: null, createdAt: NOON },
    });
  });
});
