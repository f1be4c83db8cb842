import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { type CodeBlock, codeBlocks, isAsShown, isJsonAsShown, readGuide } from '../support/guides.ts';
import { REPOSITORY } from '../support/http/run-cli.ts';
import { noteOutput } from '../support/leaks/note.ts';
import { freePort } from '../support/redis.ts';
import { RunningCommand } from '../support/run-command.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A line that no block prints: what comes before it is the output of one block. */
const END = '=== end of a block ===';

type Step = { readonly command: string; readonly shown: CodeBlock | null };

/** Each `sh` block, with the block of output that follows it. */
function stepsOf(markdown: string): Step[] {
  const blocks = codeBlocks(markdown);
  return blocks.flatMap(({ language, code }, at) => {
    const next = blocks[at + 1];
    return language === 'sh' ? [{ command: code, shown: next && next.language !== 'sh' ? next : null }] : [];
  });
}

describe('The quick start', () => {
  let folder: { path: string; remove(): Promise<void> };
  let system: RunningCommand;
  let env: Record<string, string>;
  let first: Step;
  let steps: readonly Step[];
  let outputs: readonly string[];

  before(async () => {
    const [start, ...others] = stepsOf(await readGuide('docs/guides/quick-start.md'));
    [first, steps] = [start ?? expect.fail('no step'), others];
    folder = await temporaryFolder();
    env = { PORT: String(await freePort()), SIMULATOR_PORT: '0', SEAHORSE_DATA_DIR: folder.path };
    system = new RunningCommand(['start'], env);
    await system.says(/Stop with Ctrl-C/);
    outputs = await runAll(steps, env);
  });
  after(async () => {
    await system?.signal('SIGTERM');
    await folder?.remove();
  });

  it('begins with what has started the system here', async () => {
    const { scripts } = JSON.parse(await readFile(path.join(REPOSITORY, 'package.json'), 'utf8'));
    expect(first.command).to.equal('npm ci\nnpm start\n');
    expect(scripts.start).to.equal('exec node --import tsx src/cli/main.ts start');
    const said = system.output.replaceAll(`127.0.0.1:${env['PORT']}`, '127.0.0.1:3000');
    expect(isAsShown(said, first.shown?.code ?? ''), said).to.equal(true);
  });

  it('prints what it says, command by command', () => {
    expect(outputs.length).to.equal(steps.length).and.to.be.greaterThan(7);
    for (const [at, { command, shown }] of steps.entries()) {
      const output = outputs[at] ?? '';
      if (shown === null) expect(output, command).to.equal('');
      else if (shown.language !== 'json') expect(isAsShown(output, shown.code), `${command}\n${output}`).to.equal(true);
      else expect(isJsonAsShown(JSON.parse(output), JSON.parse(shown.code)), `${command}\n${output}`).to.equal(true);
    }
  });
}).timeout(60_000);

describe('What a guide shows', () => {
  const json = '{"a":"use_…","b":[1,{"c":null}]}';
  const asShown = (text: string) => isJsonAsShown(JSON.parse(text), JSON.parse(json));

  it('is met by what differs where it says "…" only', () => {
    expect(asShown('{"b":[1,{"c":null}],"a":"use_1"}')).to.equal(true);
    expect(isAsShown('one\ntwo\nthree\n', 'one\n…\nthree')).to.equal(true);
  });

  it('is not met by another value, one too many, one too few, or another order', () => {
    for (const text of [
      '{"a":"key_1","b":[1,{"c":null}]}',
      '{"a":"use_1","b":[1,{"c":null}],"d":1}',
      '{"a":"use_1","b":[1]}',
      '{"a":"use_1","b":[{"c":null},1]}',
      '{"a":"use_1","b":{"0":1,"1":{"c":null}}}',
    ]) {
      expect(asShown(text), text).to.equal(false);
    }
    for (const text of ['one\nthree', 'one\ntwo\nthree\nfour', 'One\n2\nthree']) {
      expect(isAsShown(text, 'one\n…\nthree'), text).to.equal(false);
    }
  });
});

/** In one shell, as somebody would type them; it stops at the first that fails. */
async function runAll(steps: readonly Step[], env: Readonly<Record<string, string>>): Promise<string[]> {
  const script = steps.map(({ command }) => `${command}\necho '${END}'`).join('\n');
  const { stdout, stderr } = await promisify(execFile)('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
    cwd: REPOSITORY,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    timeout: 40_000,
  });
  noteOutput('process', stdout);
  expect(stderr).to.equal('');
  return stdout
    .split(`${END}\n`)
    .slice(0, -1)
    .map((output) => output.trim());
}
