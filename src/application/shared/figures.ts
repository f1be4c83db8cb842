type Kind = {
  /** A counter only grows; those here begin anew at midnight in Beijing, which whoever reads counters is used to. */
  readonly type: 'counter' | 'gauge';
  /** What the one label of it is called; null: it has none. Its values are words of ours, never ids. */
  readonly label: string | null;
  readonly help: string;
};

const gauge = (help: string, label: string | null = null): Kind => ({ type: 'gauge', label, help });
const counterOfToday = (help: string, label: string | null = null): Kind => ({
  ...{ type: 'counter', label },
  help: `${help}, since midnight in Beijing`,
});

/**
 * What operators watch, as the books tell it: every process tells the same. Names end in their unit, as Prometheus has it; there
 * they begin with `seahorse_`.
 */
export const FIGURES = {
  orders_paid_total: counterOfToday('Orders that were settled as paid'),
  orders_paid_fen_total: counterOfToday('What those orders cost, in fen'),
  points_moved_total: counterOfToday('Points that the journal has moved, by the kind of its lines, 20 s late', 'kind'),
  payments_in_doubt: gauge('Payments whose time is over, and of which WeChat has not said what became of them'),
  oldest_paid_not_granted_seconds: gauge(
    'For how long WeChat has said "paid" of the oldest order without its points; 0: none',
  ),
  bill_differences: gauge('Differences between the bills of WeChat and the books that nobody has dealt with', 'class'),
  inbox_failing: gauge('Messages of WeChat that are kept, and that could not be handled at the first try', 'inbox'),
  work_due: gauge('Rows that a sweep should have dealt with by now', 'sweep'),
  work_oldest_due_seconds: gauge('For how long the oldest of those rows has been due; 0: none is', 'sweep'),
  ledger_seal_age_seconds: gauge('How old the newest seal of the journal is; -1: there is none'),
  webhook_deliveries_failed: gauge('Webhooks of the last seven days that were given up'),
  webhook_endpoints_failing: gauge('Endpoints that have taken nothing since an alarm about them'),
  notices_failed: gauge('Subscribe messages of the last 24 hours that WeChat has not taken'),
} as const satisfies Record<string, Kind>;

export type FigureName = keyof typeof FIGURES;
/** `label` is the value of its label. */
export type Figure = { readonly name: FigureName; readonly label: string | null; readonly value: number };

/** Port. Throws when the books cannot be asked in time. */
export type ReadFigures = () => Promise<readonly Figure[]>;
