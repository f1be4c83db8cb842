export type Alarm =
  | 'payment_mismatch'
  | 'duplicate_payment'
  | 'payment_of_unknown_order'
  | 'attempt_of_another_merchant';

/** Port. Money that a person has to look at. `detail` holds numbers of orders and payments, never people or secrets. */
export type RaiseAlarm = (alarm: Alarm, detail: Readonly<Record<string, string>>) => void;
