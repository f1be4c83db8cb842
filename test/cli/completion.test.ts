import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { MAIN, REPOSITORY } from '../support/http/run-cli.ts';
import { runProgram } from '../support/run-program.ts';

/** What a shell is offered after these words, the last of which is not finished. */
async function offered(...words: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await runProgram(['complete', '--', ...words], {});
  expect([code, stderr]).to.deep.equal([0, '']);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.at(-1), 'what the shell is to do with it').to.match(/^:\d+$/);
  return lines.slice(0, -1).map((line) => line.split('\t')[0] as string);
}

describe('what the command line offers at the tab key', () => {
  it('are commands and their groups', async () => {
    expect(await offered('led')).to.deep.equal(['ledger']);
    expect(await offered('services', '')).to.include.members(['create', 'rotate', 'end']);
    expect(await offered('services', 'cr')).to.deep.equal(['create']);
  });

  it('are options, with what they mean', async () => {
    expect(await offered('ledger', 'adjust', '--')).to.include.members(['--credit', '--reason', '--yes', '--json']);
    const { stdout } = await runProgram(['complete', '--', 'ledger', 'adjust', '--dry'], {});
    expect(stdout).to.match(/^--dry-run\tshow the lines that would be written/);
  });

  it('are the choices of an option, and of an argument', async () => {
    expect(await offered('webhooks', 'log', '--state', '')).to.have.members([
      ...['pending', 'delivered', 'failed', 'cancelled'],
    ]);
    expect(await offered('keys', 'list', '--status', 'ac')).to.deep.equal(['active']);
    expect(await offered('services', 'sign', 'vision', '')).to.deep.equal(['on', 'off']);
  });

  it('is nothing that cannot follow', async () => {
    expect(await offered('ledger', 'adjust', '--state')).to.deep.equal([]);
    expect(await offered('nothing', 'of', 'this')).to.deep.equal([]);
  });
});

/** bash-completion brings it; where that is not installed, this says the same of a line without quotes. */
const WORDS_BY_REF = `
type _get_comp_words_by_ref >/dev/null 2>&1 || _get_comp_words_by_ref() {
  words=("\${COMP_WORDS[@]}"); cword=$COMP_CWORD; cur=\${COMP_WORDS[COMP_CWORD]}; prev=\${COMP_WORDS[COMP_CWORD-1]}
}`;

describe('the scripts that seahorse completion prints', () => {
  it('work in a bash', async function () {
    this.timeout(180_000);
    const lines = [
      ['services', 'cr'],
      ['webhooks', 'log', '--sta'],
      ['webhooks', 'log', '--state', ''],
    ];
    const script = `
      seahorse() { ${[process.execPath, ...MAIN].join(' ')} "$@"; }
      source <(seahorse completion bash)
      ${WORDS_BY_REF}
      complete -p seahorse
      press_tab() {
        COMP_WORDS=(seahorse "$@"); COMP_CWORD=$#; COMPREPLY=()
        __seahorse_complete 2>/dev/null
        echo "\${COMPREPLY[*]}"
      }
      ${lines.map((words) => `press_tab ${words.map((word) => `'${word}'`).join(' ')}`).join('\n')}`;
    const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: REPOSITORY });
    expect(stdout.split('\n').map((line) => line.trim())).to.deep.equal([
      'complete -F __seahorse_complete seahorse',
      ...['create', '--state', 'pending delivered failed cancelled', ''],
    ]);
  });

  for (const [shell, registers] of [
    ['zsh', /compdef _seahorse seahorse/],
    ['fish', /complete -c seahorse/],
  ] as const) {
    it(`register themselves in ${shell}, and ask the same program`, async () => {
      const { code, stdout, stderr } = await runProgram(['completion', shell], {});
      expect([code, stderr]).to.deep.equal([0, '']);
      expect(stdout).to.match(registers).and.include('complete --');
    });
  }

  it('are for shells that there are', async () => {
    const { code, stderr } = await runProgram(['completion', 'cmd'], {});
    expect(code).to.equal(2);
    expect(stderr).to.match(/Allowed choices are zsh, bash, fish/);
  });
});
