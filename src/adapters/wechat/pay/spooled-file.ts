import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const PIECE_BYTES = 64 * 1024;

/**
 * A file that has no name any more: it is gone when it is closed, or the process ends. Bills name people, and are too large to
 * hold in memory before their hash is known.
 */
export class SpooledFile {
  readonly #file: FileHandle;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(): Promise<SpooledFile> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'seahorse-bill-'));
    try {
      return new SpooledFile(await open(path.join(folder, 'bill'), 'wx+', 0o600));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async append(piece: Uint8Array): Promise<void> {
    await this.#file.appendFile(piece);
  }

  /** From the beginning; several may read at once. */
  async *bytes(): AsyncIterable<Uint8Array> {
    for (let position = 0; ; ) {
      const { bytesRead, buffer } = await this.#file.read({ buffer: Buffer.alloc(PIECE_BYTES), position });
      if (bytesRead === 0) return;
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
