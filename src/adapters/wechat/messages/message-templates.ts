import type { NoticeKind } from '../../../domain/identity/notice.ts';

/** A template of the operator's mini-program, and which of its fields shows which of our words: `{"amount": "amount2"}`. */
export type MessageTemplate = {
  readonly id: string;
  readonly fields: Readonly<Record<string, string | undefined>>;
};

export type MessageSettings = {
  readonly templates: Readonly<Partial<Record<NoticeKind, MessageTemplate | undefined>>>;
  /** Which version of the mini-program a message opens. */
  readonly state: 'formal' | 'trial' | 'developer';
};
