/** Virtual payment and the like, which want `ErrCode` 0 and are repeated for a day; others are content with less. */
export const isXpayEvent = (event: string): boolean => event.startsWith('xpay_');

function errCodeIn(reply: string): number | null {
  const inXml = /<ErrCode>\s*(?:<!\[CDATA\[)?\s*(-?\d+)\s*(?:\]\]>)?\s*<\/ErrCode>/.exec(reply);
  if (inXml) return Number(inXml[1]);
  try {
    const errCode = (JSON.parse(reply) as { ErrCode?: unknown } | null)?.ErrCode;
    return typeof errCode === 'number' ? errCode : null;
  } catch {
    return null;
  }
}

/** Whether WeChat takes the answer for a success, or repeats. */
export function isGoodReply(event: string, httpStatus: number | null, body: string): boolean {
  if (httpStatus !== 200) return false;
  const reply = body.trim();
  return errCodeIn(reply) === 0 || (!isXpayEvent(event) && (reply === '' || reply === 'success'));
}
