import type { RequestHandler } from 'express';
import { forService } from '../authorize.ts';
import { readBody } from '../read-body.ts';
import { sendProblem } from '../send-problem.ts';
import type { UseCases } from '../use-cases.ts';
import { explanationJson } from './dry-run-json.ts';
import { DryRunBody } from './usage-schema.ts';

/** POST /usage with `dry_run`: what would become of the call, and with `explain` what each gate says. Takes nothing. */
export const answerDryRun = ({ admitService, explainUsage }: UseCases): RequestHandler =>
  forService(admitService, 'usage', async (_service, req, res) => {
    const body = readBody(DryRunBody, req, res);
    if (!body) return;
    const { api_key: keyToken, api: apiCode, quantity, client_ip: clientIp = null } = body;
    const explanation = await explainUsage({ keyToken, apiCode, quantity, clientIp });
    if (explanation.kind === 'unknown_api') return sendProblem(req, res, explanation.kind);
    res.json(explanationJson(explanation, body.explain));
  });
