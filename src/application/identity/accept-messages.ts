import type { NoticeKind } from '../../domain/identity/notice.ts';
import type { NoticeSender } from '../../domain/identity/notice-sender.ts';
import type { UserId } from '../../domain/shared/ids.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = { readonly uow: UnitOfWork<'consents'>; readonly noticeSender: NoticeSender };
/** `available`: messages that the user has accepted and not got yet. */
export type Subscription = { readonly kind: NoticeKind; readonly templateId: string; readonly available: number };
export type ListSubscriptions = (userId: UserId) => Promise<Subscription[]>;
export type AcceptMessages = (
  userId: UserId,
  templateIds: readonly string[],
) => Promise<{ readonly kind: 'accepted' } | { readonly kind: 'unknown_template' }>;

/** The kinds of message that this system sends. */
export const listSubscriptions =
  ({ uow, noticeSender: { templates } }: Dependencies): ListSubscriptions =>
  (userId) =>
    uow.run(async ({ consents }) => {
      const counts = await consents.countOf(userId);
      return [...templates].map(([kind, templateId]) => ({ kind, templateId, available: counts.get(kind) ?? 0 }));
    });

/**
 * What the user has answered `wx.requestSubscribeMessage`: each acceptance is one message. A request that comes twice counts
 * twice; WeChat counts right, and where it says that there is none (43101), ours go to none.
 */
export const acceptMessages =
  ({ uow, noticeSender: { templates } }: Dependencies): AcceptMessages =>
  async (userId, templateIds) => {
    const kinds = [...templates].filter(([, id]) => templateIds.includes(id)).map(([kind]) => kind);
    if (kinds.length < new Set(templateIds).size) return { kind: 'unknown_template' };
    await uow.run(async ({ consents }) => {
      for (const kind of kinds) await consents.add(userId, kind);
    });
    return { kind: 'accepted' };
  };
