import type {
  MessageRefusal,
  RawMessage,
  ReadFollowerMessage,
  ReplyAddress,
} from '../../domain/identity/follower-message.ts';
import type { UnitOfWork } from '../shared/unit-of-work.ts';

type Dependencies = {
  readonly uow: UnitOfWork<'followerInbox' | 'clock'>;
  readonly readMessage: ReadFollowerMessage;
};
export type ReceivedMessage =
  | { readonly kind: 'stored'; readonly messageKey: string; readonly replyTo: ReplyAddress }
  | { readonly kind: 'nothing_to_do' }
  | { readonly kind: 'refused'; readonly reason: MessageRefusal };
export type ReceiveFollowerMessage = (raw: RawMessage) => Promise<ReceivedMessage>;

/**
 * A genuine event is kept before anything is done about it; what follows (`handleFollowerEvent`) is repeated by a sweep until
 * it succeeds. What a follower writes is not kept: nobody reads it here.
 */
export const receiveFollowerMessage =
  ({ uow, readMessage }: Dependencies): ReceiveFollowerMessage =>
  async (raw) => {
    const reading = readMessage(raw);
    if (reading.kind === 'refused') return reading;
    const { messageKey, stamp } = reading;
    return uow.run(async ({ followerInbox, clock }) => {
      const receivedAt = await clock.now();
      if (!(await followerInbox.claimStamp(stamp, messageKey, receivedAt))) {
        return { kind: 'refused', reason: 'replayed' };
      }
      if (reading.kind === 'other') return { kind: 'nothing_to_do' };
      await followerInbox.add({ messageKey, event: reading.event, receivedAt });
      return { kind: 'stored', messageKey, replyTo: reading.replyTo };
    });
  };
