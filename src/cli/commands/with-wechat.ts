import { closeUnpaid } from '../../application/ordering/close-unpaid.ts';
import { noteGoneBack } from '../../application/ordering/note-gone-back.ts';
import { queryAndSettle } from '../../application/ordering/query-and-settle.ts';
import { settlePayment } from '../../application/ordering/settle-payment.ts';
import type { RaiseAlarm } from '../../application/shared/alarm.ts';
import { Unavailable } from '../../domain/shared/faults.ts';
import { TryLater } from '../face/failures.ts';
import { Closers } from '../system/closers.ts';
import { createLogger } from '../system/logger.ts';
import { openWechat, type WechatParts } from '../system/open-wechat.ts';
import { type Tools, withDatabase } from './with-database.ts';

export type WechatTools = Tools &
  Pick<WechatParts, 'gateways' | 'tradeBills'> & {
    readonly raiseAlarm: RaiseAlarm;
    readonly queryAndSettle: ReturnType<typeof queryAndSettle>;
    readonly closeUnpaid: ReturnType<typeof closeUnpaid>;
  };

/** For commands that ask WeChat: the real one, or the simulator, that of a running server included. */
export const withWechat = <T>(work: (tools: WechatTools) => Promise<T>): Promise<T> =>
  withDatabase(async (tools) => {
    const { config, uow, ids } = tools;
    const logger = createLogger(config, 'warn');
    const closers = new Closers((part, error) => logger.warn({ err: error, part }, 'part did not close'));
    const raiseAlarm: RaiseAlarm = (alarm, detail) => logger.error({ alarm, ...detail }, 'payment needs a person');
    try {
      const { parts } = await openWechat(config, { uow, addresses: null }, logger, closers);
      const { gateways, tradeBills, deliveryReporters: reporters } = parts;
      const settle = settlePayment({ uow, ids, reporters, raiseAlarm });
      const noteBack = noteGoneBack({ ...tools, raiseAlarm });
      const query = queryAndSettle({ uow, gateways, settlePayment: settle, noteGoneBack: noteBack, raiseAlarm });
      const close = closeUnpaid({ uow, gateways, queryAndSettle: query });
      return await work({ ...tools, gateways, tradeBills, raiseAlarm, queryAndSettle: query, closeUnpaid: close });
    } catch (error) {
      throw isSilence(error) ? new TryLater('WeChat does not answer; what it has not said is not known') : error;
    } finally {
      await closers.close();
    }
  });

const isSilence = (error: unknown): boolean => error instanceof Unavailable && error.dependency !== 'database';
