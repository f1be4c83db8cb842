import { randomUUID } from 'node:crypto';
import { SeahorseUnreachable } from "./errors.js";
const STATUS = {
    ...{ insufficient_points: 402, scope_missing: 403, client_ip_missing: 403, ip_not_allowed: 403 },
    ...{ rate_limited: 429, daily_budget_exhausted: 429, total_budget_exhausted: 402 },
};
/**
 * A middleware for Express that charges a route: the points are taken before the handler runs, and go back when it fails. The
 * handler finds the answer in `res.locals.seahorse`.
 */
export function chargeRoute(options) {
    return async (req, res, next) => {
        const idempotencyKey = (options.idempotencyKeyOf ?? ownOrNewKey)(req);
        const answer = await charge(options, req, idempotencyKey).catch((error) => error);
        if (answer instanceof SeahorseUnreachable)
            return sendUnavailable(res);
        if (answer instanceof Error)
            return next(answer);
        const { allowed } = answer;
        if (!allowed)
            return refuse(res, answer);
        const charged = { ...answer, idempotencyKey };
        res.locals = { ...res.locals, seahorse: charged };
        res.setHeader('X-Points-Left', String(charged.points_left));
        if (options.reverseFailures ?? true)
            reverseIfItFails(options, res, charged);
        next();
    };
}
function charge({ client, api, ...options }, req, idempotencyKey) {
    const clientIp = (options.clientIpOf ?? (({ ip, socket }) => ip ?? socket.remoteAddress))(req);
    const usage = {
        ...{ api_key: (options.keyOf ?? bearerOrHeader)(req) ?? '', api, quantity: options.quantity?.(req) ?? 1 },
        ...(clientIp === undefined ? {} : { client_ip: clientIp }),
    };
    return client.charge(usage, idempotencyKey);
}
function reverseIfItFails({ client, onReverseFailed }, res, { usage_id }) {
    res.once('close', () => {
        if (res.writableFinished && res.statusCode < 500)
            return;
        client
            .reverse(usage_id, `the route answered ${res.writableFinished ? res.statusCode : 'nobody'}`)
            .catch((error) => {
            if (onReverseFailed)
                onReverseFailed(usage_id, error);
            else
                process.emitWarning(`points of ${usage_id} were not given back: ${String(error)}`);
        });
    });
}
function refuse(res, { code, message, ...figures }) {
    const status = STATUS[code] ?? 401;
    if (status === 429 && figures.retry_at) {
        res.setHeader('Retry-After', String(Math.max(1, Math.ceil((Date.parse(figures.retry_at) - Date.now()) / 1_000))));
    }
    sendProblem(res, status, { title: 'The call was refused', detail: message, ...figures, code });
}
function sendUnavailable(res) {
    res.setHeader('Retry-After', '2');
    const detail = 'Repeat the same request, with the same Idempotency-Key, after "Retry-After".';
    sendProblem(res, 503, { title: 'Points cannot be taken right now', detail, code: 'points_unavailable' });
}
function sendProblem(res, status, problem) {
    res.writeHead(status, { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' });
    res.end(JSON.stringify({ type: 'about:blank', status, ...problem }));
}
function bearerOrHeader({ headers }) {
    const given = headers['x-api-key'];
    return /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? (typeof given === 'string' ? given : undefined);
}
function ownOrNewKey({ headers }) {
    const given = headers['idempotency-key'];
    return typeof given === 'string' && /^[\x21-\x7e]{1,128}$/.test(given) ? given : randomUUID();
}
