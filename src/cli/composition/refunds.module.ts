import { ContainerModule } from 'inversify';
import { applyRefund } from '../../application/ordering/apply-refund.ts';
import { approveRefund } from '../../application/ordering/approve-refund.ts';
import { listRefunds } from '../../application/ordering/list-refunds.ts';
import { noteGoneBack } from '../../application/ordering/note-gone-back.ts';
import { pollRefunds } from '../../application/ordering/poll-refunds.ts';
import { queryRefund } from '../../application/ordering/query-refund.ts';
import { rejectRefund } from '../../application/ordering/reject-refund.ts';
import { requestRefund } from '../../application/ordering/request-refund.ts';
import { sendRefund } from '../../application/ordering/send-refund.ts';
import { sendRefunds } from '../../application/ordering/send-refunds.ts';
import { Parts, Tokens } from './tokens.ts';

/** The part of Ordering that gives money back. */
export const refundsModule = new ContainerModule(({ bind }) => {
  bind(Tokens.requestRefund).toResolvedValue(
    (uow, ids, approvalLimitFen) => requestRefund({ uow, ids, approvalLimitFen }),
    [Parts.uow, Parts.ids, Parts.refundApprovalLimitFen],
  );
  bind(Tokens.approveRefund).toResolvedValue((uow) => approveRefund({ uow }), [Parts.uow]);
  bind(Tokens.rejectRefund).toResolvedValue((uow) => rejectRefund({ uow }), [Parts.uow]);
  bind(Tokens.listRefunds).toResolvedValue((uow) => listRefunds({ uow }), [Parts.uow]);
  bind(Tokens.noteGoneBack).toResolvedValue(
    (uow, ids, secrets, raiseAlarm) => noteGoneBack({ uow, ids, secrets, raiseAlarm }),
    [Parts.uow, Parts.ids, Parts.secrets, Parts.raiseAlarm],
  );
  bind(Tokens.applyRefund).toResolvedValue(
    (uow, queryAndSettle, ids, raiseAlarm) => applyRefund({ uow, queryAndSettle, ids, raiseAlarm }),
    [Parts.uow, Tokens.queryAndSettle, Parts.ids, Parts.raiseAlarm],
  );
  bind(Tokens.sendRefund).toResolvedValue(
    (uow, gateways, applyRefund, raiseAlarm) => sendRefund({ uow, gateways, applyRefund, raiseAlarm }),
    [Parts.uow, Parts.gateways, Tokens.applyRefund, Parts.raiseAlarm],
  );
  bind(Tokens.queryRefund).toResolvedValue(
    (gateways, applyRefund, raiseAlarm) => queryRefund({ gateways, applyRefund, raiseAlarm }),
    [Parts.gateways, Tokens.applyRefund, Parts.raiseAlarm],
  );
  bind(Tokens.refundSweeps).toResolvedValue(
    (uow, sendRefund, queryRefund, reportFault) => [
      sendRefunds({ uow, sendRefund, reportFault }),
      pollRefunds({ uow, queryRefund, reportFault }),
    ],
    [Parts.uow, Tokens.sendRefund, Tokens.queryRefund, Parts.reportFault],
  );
});
