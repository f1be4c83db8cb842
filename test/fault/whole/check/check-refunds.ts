import { counted, exactly, type Figure } from '../../figure.ts';
import type { Evidence, RefundRow } from './evidence.ts';
import { groupedBy } from './grouped-by.ts';

/** What has gone back at WeChat, what we say has gone back, and the points that are gone for it. */
export function checkRefunds({ refunds, paidBack, lines }: Evidence): Figure[] {
  const done = new Map(refunds.filter(({ status }) => status === 'succeeded').map((each) => [each.outRefundNo, each]));
  const atWechat = paidBack.filter(({ status }) => status === 'SUCCESS');
  const there = new Set(atWechat.map(({ outRefundNo }) => outRefundNo));
  const burnt = groupedBy(
    lines.filter(({ kind }) => kind === 'claw_back'),
    ({ cause }) => cause,
  );
  const pointsOf = ({ id }: RefundRow): number => -(burnt.get(id) ?? []).reduce((sum, { change }) => sum + change, 0);
  const isSame = ({ outRefundNo, refundFen }: (typeof atWechat)[number]) =>
    done.get(outRefundNo)?.refundFen === refundFen;
  const isBurnt = (each: RefundRow) => pointsOf(each) === (each.status === 'succeeded' ? each.points : 0);
  const isEnded = ({ status }: RefundRow) => ['succeeded', 'failed', 'rejected'].includes(status);
  return [
    counted('refunds at WeChat', atWechat.length),
    exactly('refunds at WeChat that are not ours', atWechat.filter((each) => !isSame(each)).length, 0),
    exactly('refunds of ours that WeChat did not make', [...done.keys()].filter((no) => !there.has(no)).length, 0),
    exactly('refunds whose points are not burnt', refunds.filter((each) => !isBurnt(each)).length, 0),
    exactly('refunds without an end', refunds.filter((each) => !isEnded(each)).length, 0),
  ];
}
