import type { PushDelivery } from '../push/push-state.ts';
import type {
  AccessToken,
  CodeRules,
  Follower,
  MiniProgramCode,
  PhoneCode,
  QrCode,
  SentMessage,
  Template,
  WordList,
} from './api-state.ts';

export type ApiChange =
  | {
      readonly kind: 'access_token_issued';
      readonly accessToken: AccessToken;
      /** Earlier tokens as they are from now on: revoked, or with less time left. */
      readonly earlier: readonly AccessToken[];
      readonly forcedAtMs: number | null;
    }
  | { readonly kind: 'access_tokens_revoked'; readonly tokens: readonly string[] }
  | { readonly kind: 'templates_set'; readonly templates: readonly Template[] }
  | {
      readonly kind: 'subscription_accepted';
      readonly openid: string;
      readonly templateId: string;
      readonly times: number;
    }
  | { readonly kind: 'message_sent'; readonly message: SentMessage }
  | { readonly kind: 'word_list_set'; readonly wordList: WordList }
  | { readonly kind: 'phone_code_issued'; readonly phoneCode: PhoneCode }
  | { readonly kind: 'phone_code_used'; readonly code: string }
  | { readonly kind: 'qr_code_made'; readonly qrCode: QrCode }
  | { readonly kind: 'code_made'; readonly code: MiniProgramCode }
  | { readonly kind: 'code_rules_set'; readonly rules: CodeRules }
  | { readonly kind: 'follower_acted'; readonly follower: Follower; readonly delivery: PushDelivery };
