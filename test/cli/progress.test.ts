import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { progress, silenceProgress, withProgress } from '../../src/cli/face/progress.ts';
import { rejectionOf } from '../support/rejection.ts';

describe('progress', () => {
  const open = (total: number | bigint | null, isTTY = true) => {
    const screen = Object.assign(new PassThrough(), { isTTY });
    const clock = { ms: 0 };
    const shown = progress('entries', total, { screen, now: () => clock.ms });
    const lines = (): string[] =>
      String(screen.read() ?? '')
        .split('\r\x1b[K')
        .slice(1);
    return { shown, clock, lines };
  };
  afterEach(() => silenceProgress(false));

  it('shows one line that says how far it is, and takes it away at the end', () => {
    const { shown, clock, lines } = open(3_000);
    clock.ms = 100;
    shown.advance(1_200);
    clock.ms = 200;
    shown.advance(1_800n);
    shown.end();
    expect(lines()).to.deep.equal([
      ...['entries 0 of 3,000 (0 %)', 'entries 1,200 of 3,000 (40 %)', 'entries 3,000 of 3,000 (100 %)', ''],
    ]);
  });

  it('counts where nobody knows how much there is', () => {
    const { shown, clock, lines } = open(null);
    clock.ms = 100;
    shown.advance(7);
    expect(lines()).to.deep.equal(['entries …', 'entries 7']);
  });

  it('draws no more often than an eye can see', () => {
    const { shown, clock, lines } = open(null);
    for (clock.ms = 1; clock.ms <= 200; clock.ms++) shown.advance(1);
    expect(lines()).to.deep.equal(['entries …', 'entries 100', 'entries 200']);
  });

  it('has no colour, which NO_COLOR could forbid', () => {
    const { shown, lines } = open(1);
    shown.end();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a colour begins with
    expect(lines().join('')).not.to.match(/\x1b/);
  });

  it('puts nothing into a file or a pipe', () => {
    const { shown, clock, lines } = open(10, false);
    clock.ms = 100;
    shown.advance(1);
    shown.end();
    expect(lines()).to.deep.equal([]);
  });

  it('is taken away when the work fails, so that the reason stands on a clean line', async () => {
    const screen = Object.assign(new PassThrough(), { isTTY: true });
    const failing = withProgress('entries', null, () => Promise.reject(new Error('gone')), { screen });
    expect((await rejectionOf(failing)).message).to.equal('gone');
    expect(String(screen.read())).to.equal('\r\x1b[Kentries …\r\x1b[K');
  });

  it('is silent while a command answers a program', () => {
    silenceProgress(true);
    const { shown, lines } = open(10);
    shown.end();
    expect(lines()).to.deep.equal([]);
  });
});
