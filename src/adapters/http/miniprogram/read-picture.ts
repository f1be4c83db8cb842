import express, { type Request, type Response } from 'express';
import { PICTURE_MAX_BYTES } from '../../../domain/identity/pictures/judge-picture.ts';
import { fileInForm } from '../form-file.ts';
import { sendProblem } from '../send-problem.ts';

const PICTURES = ['image/jpeg', 'image/png', 'image/webp'];
/** For the head and the boundary of a form, and what else a client sends with it. */
const FORM_SPARE_BYTES = 16 * 1024;
const NOT_A_FORM = { errors: [{ pointer: '', detail: 'expected a form with one file' }] };

const readRaw = (limit: number) => express.raw({ type: () => true, limit, inflate: false });
const readFile = readRaw(PICTURE_MAX_BYTES);
const readForm = readRaw(PICTURE_MAX_BYTES + FORM_SPARE_BYTES);

/** The picture that was sent, as the body or as the file of a form (`wx.uploadFile`); null: the caller has been answered. */
export async function readPicture(req: Request, res: Response): Promise<Uint8Array | null> {
  const formType = req.is('multipart/form-data') ? req.headers['content-type'] : undefined;
  if (formType === undefined && !req.is(PICTURES)) return refuse(req, res, 'avatar_type');
  const body = await bodyOf(req, res, formType === undefined ? readFile : readForm);
  if (body === null) return refuse(req, res, 'avatar_too_large');
  if (formType === undefined) return body;
  const file = await fileInForm(formType, body);
  if (file === null) sendProblem(req, res, 'invalid_request', NOT_A_FORM);
  return file;
}

/** Null: it is too large. */
async function bodyOf(req: Request, res: Response, read: express.RequestHandler): Promise<Uint8Array | null> {
  const fault = await new Promise<{ readonly type?: unknown } | undefined>((resolve) => {
    void read(req, res, (error?: unknown) => resolve(error as { readonly type?: unknown } | undefined));
  });
  if (fault?.type === 'entity.too.large') return null;
  if (fault) throw fault;
  return Buffer.isBuffer(req.body) ? req.body : new Uint8Array();
}

function refuse(req: Request, res: Response, code: 'avatar_type' | 'avatar_too_large'): null {
  sendProblem(req, res, code);
  return null;
}
