import type { Delivery, DeliveryReporter, ReportOutcome } from '../../src/domain/ordering/delivery.ts';
import { Script } from './script.ts';

/** A provider that takes every report, unless a test says otherwise. */
export class FakeReporter implements DeliveryReporter {
  readonly answers = new Script<ReportOutcome>();
  readonly told: { readonly delivery: Delivery; readonly at: Date }[] = [];

  async report(delivery: Delivery, at: Date): Promise<ReportOutcome> {
    this.told.push({ delivery, at });
    return this.answers.next(() => 'done');
  }
}
