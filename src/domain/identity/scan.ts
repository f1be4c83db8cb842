/** What the scan of a code meant. */
export type ScanMeaning = 'login_confirmed' | 'login_expired' | 'none';
