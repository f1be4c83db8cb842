import { price } from '../../miniprogram/app/shared/money.ts';
import { BoneLines } from '../shared/components/bones.tsx';
import { QrCode } from '../shared/components/qr-code.tsx';
import { saveQr } from '../shared/components/save-qr.ts';
import { countdown } from '../shared/format/dates.ts';
import { packageName } from '../shared/texts/package-names.ts';
import { useSpeech, useTexts } from '../shared/texts/use-texts.ts';
import type { OpenOrder } from './checkout-state.ts';

type Props = {
  readonly open: OpenOrder;
  readonly standing: 'waiting' | 'expired' | 'closed';
  readonly leftMs: number;
  readonly refresh: () => void;
};

/** The code, as long as it can be paid; else a grey one under a button. */
export function CodePanel({ open, standing, leftMs, refresh }: Props) {
  const { texts, language } = useSpeech();
  const { checkout } = texts;
  const { order, codeUrl, isRefreshing } = open;
  const isGood = standing === 'waiting' && !isRefreshing;
  return (
    <>
      <p class="scan-title">{checkout.scan}</p>
      <div class="qr-frame">
        {codeUrl ? (
          <QrCode
            text={codeUrl}
            label={checkout.codeLabel(price(order.amount), packageName(order, language))}
            isFaded={!isGood}
          />
        ) : (
          <div class="qr is-empty">{standing === 'waiting' && !open.refusal && <BoneLines count={5} />}</div>
        )}
        {(standing !== 'waiting' || open.refusal) && (
          <div class="qr-over">
            <button type="button" class="button" data-testid="refresh" disabled={isRefreshing} onClick={refresh}>
              {isRefreshing ? checkout.refreshing : checkout.refresh}
            </button>
          </div>
        )}
      </div>
      {standing === 'waiting' && <TimeLeft leftMs={leftMs} />}
      {isGood && codeUrl && (
        <div class="phone-note">
          <p>{checkout.onPhone}</p>
          <button type="button" class="button is-quiet" onClick={() => saveQr(codeUrl, checkout.fileName)}>
            {checkout.save}
          </button>
        </div>
      )}
    </>
  );
}

function TimeLeft({ leftMs }: { readonly leftMs: number }) {
  const { checkout } = useTexts();
  return (
    <p class="time-left" role="timer" aria-live="off">
      {checkout.timeLeft} <span class="figures">{countdown(leftMs)}</span>
    </p>
  );
}
