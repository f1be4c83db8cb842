import { ENTRIES } from '../../../http/access/routes.ts';
import type { World } from '../../../http/access/world.ts';
import { type WireRequest, withHeader } from '../../../support/http/wire-request.ts';
import type { Dice } from '../../dice.ts';

/** Whose tokens a lane of the campaign has at hand. */
export type Callers = {
  readonly world: World;
  /** A person who has one of everything as well. */
  readonly stranger: World;
  /** A service that may do nothing. */
  readonly powerless: string;
};

/** Mostly whoever may; else nobody, somebody else, or a service. */
export function asSomebody(route: string, request: WireRequest, callers: Callers, dice: Dice): WireRequest {
  const token = dice.chance(0.6) ? tokenFor(route, callers) : dice.pick(othersIn(callers));
  return token === null ? request : withHeader(request, 'Authorization', `Bearer ${token}`);
}

function tokenFor(route: string, { world }: Callers): string | null {
  const entry = ENTRIES[route];
  if (!entry || entry.who === 'everybody' || entry.who === 'wechat') return null;
  return entry.token?.(world) ?? (entry.who === 'service' ? world.service : world.person.token);
}

const othersIn = ({ world, stranger, powerless }: Callers): readonly (string | null)[] => [
  ...[null, stranger.person.token, stranger.service, powerless, world.key.token, world.checkoutToken],
  ...[world.service, world.person.token],
];

/** What must be in no answer and in no line of the log. */
export const secretsOf = ({ world, stranger, powerless }: Callers): string[] => [
  ...[world, stranger].flatMap(({ person, key, service, checkoutToken }) => [
    ...[person.token, person.openid, key.token, service, checkoutToken],
  ]),
  powerless,
];
