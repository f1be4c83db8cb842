import { DIFFERENCE_CLASSES } from '../../src/domain/ordering/reconciliation/difference.ts';
import type { ReportedDifference } from '../../src/domain/ordering/reconciliation/report.ts';
import type { BeijingDay } from '../../src/domain/shared/beijing-time.ts';
import { fundsOf } from '../support/fake-trade-bills.ts';
import { migratedDatabase } from '../support/migrated-database.ts';
import { Dice } from './dice.ts';
import { counted, exactly, type Figure } from './figure.ts';
import { DEFECTS, type History, type MakeHistory, SOUND } from './reconciliation-histories.ts';
import { ReconciliationShop } from './reconciliation-shop.ts';
import { severalAtOnce } from './several-at-once.ts';

const TODAY = '2026-01-15' as BeijingDay;
const AT_ONCE = 6;

/**
 * So many sales of one day with one thing wrong each, of every kind, and as many without: the bills of that day are built, shuffled
 * and compared. Each defect has to be found under its number and in its class, and nothing else.
 */
export async function reconciliationCampaign(defects: number, seed: number): Promise<Figure[]> {
  const database = await migratedDatabase();
  try {
    const dice = new Dice(seed);
    const shop = await ReconciliationShop.open(database, dice);
    const makers = dice.shuffled([...inTurn(DEFECTS, defects), ...inTurn(SOUND, defects)]);
    const histories: History[] = [];
    await severalAtOnce(AT_ONCE, makers, async (make) => histories.push(await make(shop)));
    return await compare(shop, histories);
  } finally {
    await database.drop();
  }
}

const inTurn = (makers: Readonly<Record<string, MakeHistory>>, count: number): MakeHistory[] => {
  const all = Object.values(makers);
  return Array.from({ length: count }, (_, nth) => all[nth % all.length] as MakeHistory);
};

async function compare({ shop, dice }: ReconciliationShop, histories: readonly History[]): Promise<Figure[]> {
  const rows = dice.shuffled(histories.flatMap((history) => history.rows));
  const funds = dice.shuffled(histories.flatMap((history) => history.funds ?? fundsOf(history.rows)));
  shop.bills.has(TODAY, rows, funds);
  const begun = performance.now();
  const outcome = await shop.compareDay({ day: TODAY, askedBy: null });
  if (outcome.kind !== 'compared') throw new Error(outcome.kind);
  const seconds = (performance.now() - begun) / 1_000;
  const found = (await shop.listDifferences(outcome.report.id, {})).map(nameOf);
  const wanted = histories.flatMap(({ wanted: each }) => (each ? [each.join(' ')] : []));
  const [ofFound, ofWanted] = [new Set(found), new Set(wanted)];
  return [
    counted('lines of the trade bill', rows.length),
    counted('lines of the fund bill', funds.length),
    counted('compared in', Math.round(seconds * 100) / 100, 's'),
    ...DIFFERENCE_CLASSES.map((each) => counted(`defects that are ${each}`, countOf(wanted, each))),
    exactly('defects found, in their class', wanted.filter((each) => ofFound.has(each)).length, wanted.length),
    exactly('false alarms', found.filter((each) => !ofWanted.has(each)).length, 0),
    exactly('found twice', found.length - ofFound.size, 0),
  ];
}

const nameOf = ({ outRefundNo, outTradeNo, providerNo, class: found }: ReportedDifference): string =>
  `${outRefundNo ?? outTradeNo ?? providerNo} ${found}`;

const countOf = (names: readonly string[], found: string): number =>
  names.filter((name) => name.endsWith(` ${found}`)).length;
