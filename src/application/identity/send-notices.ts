import { consentMayFollowAt, isTooLate, nextSendAt } from '../../domain/identity/notice-schedule.ts';
import type { NoticeSender, SendOutcome } from '../../domain/identity/notice-sender.ts';
import type { DueNotice, NoticeEnd, SkipReason } from '../../domain/identity/notices.ts';
import { type ReportFault, runDue } from '../shared/run-each.ts';
import type { Sweep } from '../shared/sweep.ts';
import type { Stores, UnitOfWork } from '../shared/unit-of-work.ts';

type Needed = 'notices' | 'consents' | 'users' | 'clock';
type Dependencies = {
  readonly uow: UnitOfWork<Needed>;
  readonly noticeSender: NoticeSender;
  readonly reportFault: ReportFault;
};

/**
 * Sends what users are to be told. The next try is scheduled before this one is made, so that two workers do not send one notice at
 * once. A crash between WeChat's answer and our note of it sends it once more: a message too many, which takes a consent that the
 * user has given, is better than none; and the count of consents errs upwards only, until WeChat corrects it with a 43101.
 */
export const sendNotices = (dependencies: Dependencies): Sweep => ({
  name: 'send-notices',
  everyMs: 5_000,
  run: async (signal) => {
    const { uow, reportFault } = dependencies;
    const take = (limit: number) => uow.run((stores) => takeNotices(stores, limit));
    await runDue(take, (notice) => sendNotice(dependencies, notice), { signal, reportFault });
  },
});

async function takeNotices({ notices, clock }: Pick<Stores, Needed>, limit: number): Promise<DueNotice[]> {
  const now = await clock.now();
  const due = await notices.takeDue(now, limit);
  for (const { id, tries } of due) await notices.scheduleTry(id, tries + 1, nextSendAt(tries + 1, now));
  return due;
}

async function sendNotice({ uow, noticeSender, reportFault }: Dependencies, notice: DueNotice): Promise<void> {
  const openid = await uow.run((stores) => findAddressee(stores, noticeSender, notice));
  if (openid === null) return;
  const outcome = await noticeSender.send(openid, notice);
  if (outcome.kind === 'failed') reportFault(outcome.fault);
  await uow.run((stores) => noteOutcome(stores, notice, outcome));
}

/** Whom to send it to; null where it is not to be sent, which is noted, or not yet. */
async function findAddressee(
  stores: Pick<Stores, Needed>,
  { appid, templates }: NoticeSender,
  notice: DueNotice,
): Promise<string | null> {
  const now = await stores.clock.now();
  const end = async (how: NoticeEnd): Promise<null> => {
    await stores.notices.end(notice.id, how, now);
    return null;
  };
  const skip = (reason: SkipReason): Promise<null> => end({ state: 'skipped', reason });
  if (isTooLate(notice, now)) return end({ state: 'failed', reason: 'too late' });
  if (!templates.has(notice.kind)) return skip('no_template');
  const user = await stores.users.find(notice.userId);
  if (user?.notifications === false) return skip('notifications_off');
  const openid = await stores.users.openidOf(notice.userId, appid);
  if (openid === null) return skip('no_openid');
  if (((await stores.consents.countOf(notice.userId)).get(notice.kind) ?? 0) > 0) return openid;
  const lookAgainAt = consentMayFollowAt(notice, now);
  if (lookAgainAt === null) return skip('no_consent');
  await stores.notices.scheduleTry(notice.id, notice.tries, lookAgainAt);
  return null;
}

/** A consent is used up when WeChat has taken the message, and only then. */
async function noteOutcome(
  { notices, consents, clock }: Pick<Stores, Needed>,
  { id, userId, kind }: DueNotice,
  outcome: SendOutcome,
): Promise<void> {
  const now = await clock.now();
  switch (outcome.kind) {
    case 'sent':
      await consents.take(userId, kind);
      return notices.end(id, { state: 'sent' }, now);
    case 'refused_by_user':
      await consents.clear(userId, kind);
      return notices.end(id, { state: 'skipped', reason: 'refused_by_user' }, now);
    case 'failed':
      return notices.end(id, { state: 'failed', reason: outcome.fault.message }, now);
  }
}
