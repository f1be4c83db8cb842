import type { Command } from 'commander';
import { z } from 'zod';
import { publicId } from '../../../adapters/http/public-id.ts';
import { type MakeCodesOutcome, makeCodes, type WantedCodes } from '../../../application/catalog/make-codes.ts';
import type { Points } from '../../../domain/shared/points.ts';
import type { Validity } from '../../../domain/shared/validity.ts';
import { answersJson, type Tell } from '../../face/answer.ts';
import { withExamples } from '../../face/examples.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { approve, YES } from '../approve.ts';
import { readInstant, readPoints, readReason, readRequestKey } from '../ledger/read-options.ts';
import { BY, byOperator, type SaidBy } from '../operator-name.ts';
import { withDatabase } from '../with-database.ts';
import { BatchShape, batchJson, termsText } from './batch-text.ts';
import { withNewFile } from './new-file.ts';
import { readBatchName, readCount, readValidity } from './options.ts';

type Options = SaidBy & {
  readonly points: Points;
  readonly count: number;
  readonly expires: Date;
  readonly valid: Validity;
  readonly perPerson?: number;
  readonly reason: string;
  readonly requestKey?: string;
  readonly out?: string;
  readonly dryRun?: true;
  readonly yes?: true;
};

const MadeShape = z.strictObject({
  batch: BatchShape,
  dry_run: z.boolean(),
  repeated: z.boolean().meta({ description: 'the request key stands for a batch of before: none was made' }),
  codes: z
    .array(z.string())
    .nullable()
    .meta({ description: 'shown now and never again, in the order of their numbers; null: in the file, or none' }),
});
type Made = Extract<MakeCodesOutcome, { readonly kind: 'made' | 'made_before' }>;

export function registerMake(codes: Command): void {
  const command = withExamples(
    codes.command('make'),
    'codes make 新年礼包 --points 50 --count 100 --expires 2027-02-01 --valid 90d --per-person 1 --reason 新年活动 --dry-run',
    'codes make 新年礼包 --points 50 --count 100 --expires 2027-02-01 --valid 12m --reason 新年活动 --out codes.csv --yes',
  )
    .argument('<name>', 'on the statement of whoever redeems one', readBatchName)
    .description('make codes that give points to whoever redeems them; they are shown now and never again')
    .requiredOption('--points <points>', 'what each gives, as bonus points', readPoints)
    .requiredOption('--count <n>', 'how many codes', readCount)
    .requiredOption('--expires <instant>', 'from then on the codes no longer count', readInstant)
    .requiredOption('--valid <span>', 'of the points, once redeemed: 90d, 12m, or an instant', readValidity)
    .option('--per-person <n>', 'how many of them one person may redeem; all of them by default', readCount)
    .requiredOption('--reason <text>', 'for the audit log', readReason)
    .option('--request-key <key>', 'said again, the same batch is meant', readRequestKey)
    .option('--out <file>', 'write them into this new file, as CSV, instead of showing them')
    .option('--dry-run', 'check, and make none')
    .option(...BY)
    .option(...YES);
  const tell = answersJson(command, MadeShape);
  command.action(async (name: string, options: Options) => {
    const { dryRun = false, yes, out, by, ...rest } = options;
    const operator = byOperator(by);
    const wanted = wantedOf(name, rest, dryRun);
    if (!dryRun)
      await approve(yes, `Make codes that give ${totalOf(wanted)} points in all?`, 'makes codes worth points');
    await withDatabase(async (tools) => {
      const make = async () => possible(await makeCodes({ ...tools, by: operator })(wanted));
      const made = out === undefined || dryRun ? await make() : await withNewFile(out, make, csvOf);
      report(tell, made, { dryRun, out: out ?? null });
    });
  });
}

const wantedOf = (name: string, options: Omit<Options, 'by'>, dryRun: boolean): WantedCodes => ({
  ...{ name, codes: options.count, points: options.points, validity: options.valid, endsAt: options.expires },
  ...{ perPerson: options.perPerson ?? null, reason: options.reason, requestKey: options.requestKey ?? null, dryRun },
});

const totalOf = ({ points, codes }: WantedCodes): bigint => points * BigInt(codes);

/** Null: there is nothing to write. */
const csvOf = (made: Made): string | null =>
  made.kind === 'made' ? ['no,code', ...made.printed.map((code, nth) => `${nth + 1},${code}`), ''].join('\r\n') : null;

function possible(outcome: MakeCodesOutcome): Made {
  switch (outcome.kind) {
    case 'made':
    case 'made_before':
      return outcome;
    case 'request_key_reused':
      throw new ExpectedFailure(
        `this key stands for ${publicId('cdb', outcome.batch.id)}: ${termsText(outcome.batch)}; take another key`,
      );
    case 'codes_end_too_early':
      throw new ExpectedFailure(`the codes would have expired already; it is ${outcome.now.toISOString()}`);
    case 'points_end_before_codes':
      throw new ExpectedFailure(
        'the points would expire before the codes: say a later --valid, or an earlier --expires',
      );
    case 'too_many_points':
      throw new ExpectedFailure(`all codes together may give at most ${outcome.most} points`);
  }
}

type Asked = { readonly dryRun: boolean; readonly out: string | null };

function report(tell: Tell<typeof MadeShape>, made: Made, { dryRun, out }: Asked): void {
  const { batch } = made;
  const id = publicId('cdb', batch.id);
  const printed = made.kind === 'made' && !dryRun ? made.printed : null;
  const shown = out === null ? printed : null;
  const answer = { batch: batchJson(batch), dry_run: dryRun, repeated: made.kind === 'made_before', codes: shown };
  const beside = (): string => {
    if (made.kind === 'made_before') {
      return `${id} was made before, at ${batch.madeAt.toISOString()}, and its codes were shown then; if they are lost: seahorse codes void ${id}`;
    }
    if (dryRun) return `dry run: ${termsText(batch)}; none was made`;
    return `${id}: ${termsText(batch)}; ${out === null ? 'shown' : `written into ${out}`} now and never again`;
  };
  tell(answer, () => (shown ?? []).join('\n'), beside);
}
