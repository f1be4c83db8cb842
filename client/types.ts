/** Bodies and answers as they are on the wire; test/client/types.test.ts holds them to the schemas of the API. */

/** Why a call is refused. */
export type RefusalCode =
  | 'key_malformed'
  | 'key_unknown'
  | 'key_disabled'
  | 'key_expired'
  | 'scope_missing'
  | 'client_ip_missing'
  | 'ip_not_allowed'
  | 'rate_limited'
  | 'daily_budget_exhausted'
  | 'total_budget_exhausted'
  | 'insufficient_points';

/** The figures of the rule that refused. Instants are ISO 8601 in UTC. */
export type RefusalFigures = {
  points_needed?: number | undefined;
  points_left?: number | undefined;
  limit?: number | undefined;
  limit_seconds?: number | undefined;
  budget?: number | undefined;
  spent?: number | undefined;
  retry_at?: string | undefined;
};

export type Refused = RefusalFigures & {
  allowed: false;
  code: RefusalCode;
  /** For a person: what the owner of the key can do. */
  message: string;
};

export type UsageRequest = {
  api_key: string;
  api: string;
  /** How many calls, 1 to 1,000; 1 unless said. */
  quantity?: number | undefined;
  /** Of who makes the call; keys may be limited to networks. */
  client_ip?: string | undefined;
};

export type TakenPoints = {
  usage_id: string;
  points: number;
  points_left: number;
  /** Of the lot that paid last. */
  points_expire_at: string;
  at: string;
};
export type UsageAllowed = TakenPoints & { allowed: true };
export type UsageAnswer = UsageAllowed | Refused;

export type GateVerdict = RefusalFigures & {
  gate: string;
  verdict: 'passed' | 'refused' | 'not_asked';
  code?: RefusalCode | undefined;
  expires_at?: string | undefined;
  used?: number | undefined;
};
type Dry = { dry_run: true; gates?: GateVerdict[] | undefined };
export type DryRunAnswer = (Omit<UsageAllowed, 'usage_id' | 'at'> & Dry) | (Refused & Dry);

export type BatchItem = UsageRequest & { idempotency_key: string };
export type ItemProblem = {
  code: string;
  title: string;
  detail: string;
  errors?: { pointer: string; detail: string }[] | undefined;
};
export type BatchResult = (UsageAllowed & { replayed: boolean }) | Refused | { allowed: false; problem: ItemProblem };

export type ReverseAnswer = {
  usage_id: string;
  reversed: true;
  points: number;
  /** Of these, what had expired meanwhile and was written off at once. */
  points_expired: number;
  points_left: number;
  reason: string | null;
  at: string;
};

export type HoldRequest = UsageRequest & {
  /** Instead of what `quantity` calls cost. */
  points?: number | undefined;
  /** 1 to 86,400; 900 unless said. */
  ttl_seconds?: number | undefined;
  /** Whether a capture may take more than is held. */
  may_exceed?: boolean | undefined;
};
export type HoldPlaced = {
  allowed: true;
  hold_id: string;
  state: 'open' | 'captured' | 'released';
  points: number;
  points_left: number;
  expires_at: string;
  at: string;
};
export type HoldAnswer = HoldPlaced | Refused;
export type CaptureAnswer = TakenPoints & { hold_id: string; state: 'captured'; points_released: number };
export type ReleaseAnswer = {
  hold_id: string;
  state: 'released';
  released_by: 'service' | 'expiry';
  points: number;
  points_left: number;
  at: string;
};

export type VerifyRequest = {
  api_key: string;
  /** Without it, scope and points are not asked about. */
  api?: string | undefined;
  quantity?: number | undefined;
  client_ip?: string | undefined;
};
type Verified = {
  key: { id: string; name: string; hint: string; expires_at: string };
  user_id: string;
  points_left: number;
};
export type VerifyAnswer =
  | (Verified & { allowed: true })
  | (Verified & Omit<RefusalFigures, 'points_left'> & { allowed: false; code: RefusalCode; message: string })
  /** A key that nobody has. */
  | Refused;

export type MappedUser = { user_id: string; created: boolean };
export type FoundUser = { user_id: string };

export type CheckoutRequest = {
  /** The user, by the service's own id of him, mapped before; or `user_id`. */
  external_id?: string | undefined;
  user_id?: string | undefined;
  /** Ids or codes of those that it may buy. Without them the user chooses among all that the web sells. */
  package_ids?: string[] | undefined;
  /** Where the user goes once he has paid; its origin has to be on the list of the service. */
  success_url?: string | undefined;
  /** Where he goes who does not want to pay. */
  cancel_url?: string | undefined;
  /** At most 10 entries of 200 characters. */
  metadata?: Record<string, string> | undefined;
};
export type CheckoutStatus = 'open' | 'paid' | 'expired';
export type CheckoutOpened = {
  id: string;
  /** For the browser of this user, and nobody else: who has it may buy in his name. */
  url: string;
  status: CheckoutStatus;
  user_id: string;
  expires_at: string;
};
export type CheckoutAnswer = {
  id: string;
  status: CheckoutStatus;
  order: {
    id: string;
    status: 'pending' | 'paid' | 'partly_refunded' | 'refunded' | 'closed';
    package_code: string;
    amount_fen: number;
    points: number;
    paid_at: string | null;
  } | null;
  user_id: string;
  external_id: string | null;
  metadata: Record<string, string>;
  expires_at: string;
};

export type BalanceAnswer = {
  user_id: string;
  available: number;
  held: number;
  frozen: number;
  next_expiry: { points: number; expires_at: string } | null;
  expiring_soon: { kind: 'paid' | 'bonus'; points: number; expires_at: string }[];
};
