import type { Command } from 'commander';
import { registerApply } from './apply.ts';
import { registerBill } from './bill.ts';
import { registerList, registerShow } from './look.ts';
import { registerRevenue } from './revenue.ts';
import { registerRun } from './run.ts';

export function registerReconcile(program: Command): void {
  const reconcile = program.command('reconcile').description("WeChat's bills against orders, refunds and ledger");
  registerRun(reconcile);
  registerShow(reconcile);
  registerList(reconcile);
  registerApply(reconcile);
  registerBill(reconcile);
  registerRevenue(reconcile);
}
