import type { Command } from 'commander';
import { type ChangeServiceOutcome, changeService } from '../../../application/keyvault/change-service.ts';
import { showService } from '../../../application/keyvault/list-services.ts';
import type { Service } from '../../../domain/keyvault/service.ts';
import type { ServiceChange } from '../../../domain/keyvault/service-change.ts';
import { answersJson } from '../../face/answer.ts';
import { ExpectedFailure } from '../../system/expected-failure.ts';
import { BY, byOperator, type SaidBy } from '../operator-name.ts';
import { type Tools, withDatabase } from '../with-database.ts';
import { noSuchService } from './no-such-service.ts';
import { AccessShape, accessJson } from './service-json.ts';
import { accessOf } from './service-text.ts';

/** Of the arguments as commander gives them: those of the command line, then the options. */
type ReadChange = (name: string, ...rest: never[]) => ServiceChange | null;

/** Changes what the command line says, nothing if that is null, and tells what holds then. */
export function answersAccess(command: Command, read: ReadChange): void {
  command.option(...BY);
  const tell = answersJson(command, AccessShape);
  command.action((name: string, ...rest: unknown[]) => {
    const wanted = read(name, ...(rest as never[]));
    const { by } = command.opts<SaidBy>();
    return withDatabase(async (tools) => {
      const service = wanted ? await change(tools, name, wanted, by) : await find(tools, name);
      tell(accessJson(service), () => describe(service));
    });
  });
}

async function change(tools: Tools, name: string, wanted: ServiceChange, by: string | undefined): Promise<Service> {
  const outcome: ChangeServiceOutcome = await changeService({ ...tools, by: byOperator(by) })(name, wanted);
  switch (outcome.kind) {
    case 'changed':
      return outcome.service;
    case 'unknown_service':
      throw noSuchService(name);
    case 'no_live_secret':
      throw new ExpectedFailure(
        `${name} has nothing to sign with; first: seahorse services secret ${JSON.stringify(name)}`,
      );
  }
}

async function find(tools: Tools, name: string): Promise<Service> {
  const shown = await showService(tools)(name);
  if (!shown) throw noSuchService(name);
  return shown.service;
}

const describe = (service: Service): string =>
  [
    `${service.name}  ${service.enabled ? 'enabled' : 'disabled'}`,
    ...accessOf(service).map(([name, value]) => `${name} ${value}`),
  ].join('  ');
