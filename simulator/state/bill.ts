/** `account` is of fund flow bills, `type` of trade bills. */
export type BillSubject =
  | { readonly kind: 'trade'; readonly day: string; readonly type: 'ALL' | 'SUCCESS' | 'REFUND' }
  | { readonly kind: 'fund_flow'; readonly day: string; readonly account: 'BASIC' | 'OPERATION' | 'FEES' };

/** What an address is good for. A bill is made anew from the state, which for its day does not change any more. */
export type IssuedBill = {
  readonly token: string;
  readonly subject: BillSubject;
  readonly gzip: boolean;
  readonly bom: boolean;
  readonly issuedAtMs: number;
};

export type BillPlan = {
  /** Begins the file with a byte order mark. */
  readonly bom: boolean;
  /** No bill is ready. */
  readonly creating: boolean;
};

export type BillState = { billPlan: BillPlan; readonly issuedBills: Map<string, IssuedBill> };

export type BillChange =
  | { readonly kind: 'bill_plan_set'; readonly plan: BillPlan }
  | { readonly kind: 'bill_issued'; readonly bill: IssuedBill };

type Applier<Kind> = (state: BillState, change: Extract<BillChange, { kind: Kind }>) => void;

export const billAppliers: { readonly [Kind in BillChange['kind']]: Applier<Kind> } = {
  bill_plan_set: (state, { plan }) => {
    state.billPlan = plan;
  },
  bill_issued: (state, { bill }) => {
    state.issuedBills.set(bill.token, bill);
  },
};
