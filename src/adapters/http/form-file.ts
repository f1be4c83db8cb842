import { buffer } from 'node:stream/consumers';
import { Busboy } from '@fastify/busboy';

/** One more file than is wanted, to notice it; what else a form holds is ignored. */
const LIMITS = { files: 2, parts: 16, headerPairs: 32 };

/**
 * The one file of a form (multipart/form-data), which has been read already. Null: there is none, or several, or no end. Node's own
 * `formData()` refuses much that phones may send: an epilogue, `filename*`, parameters in another order or without quotes.
 */
export async function fileInForm(contentType: string, body: Uint8Array): Promise<Uint8Array | null> {
  const files: Promise<Uint8Array>[] = [];
  try {
    const form = new Busboy({ headers: { 'content-type': contentType }, limits: LIMITS });
    await new Promise<void>((resolve, reject) => {
      form.on('file', (_field, stream) => {
        const file = buffer(stream);
        file.catch(reject);
        files.push(file);
      });
      form.on('finish', resolve);
      form.on('error', reject);
      form.end(body);
    });
  } catch {
    return null;
  }
  const [only, ...others] = await Promise.all(files);
  return only && others.length === 0 ? only : null;
}
