import { newId } from '../new-id.js';

interface Blob {
  workspace: string;
  content_md5: string | null;
  bytes: Buffer | null;
}

/** The object store beside the control plane: whoever has a blob's URL may put or get it. */
export class Blobs {
  readonly #blobs = new Map<string, Blob>();

  /** Announces an upload. */
  create(workspace: string, content_md5: string): string {
    return this.#add({ workspace, content_md5, bytes: null });
  }

  store(workspace: string, bytes: Buffer): string {
    return this.#add({ workspace, content_md5: null, bytes });
  }

  get(blob_id: string): Blob | null {
    return this.#blobs.get(blob_id) ?? null;
  }

  fill(blob_id: string, bytes: Buffer): void {
    const blob = this.#blobs.get(blob_id);
    if (blob) blob.bytes = bytes;
  }

  drop(blob_id: string | null): void {
    if (blob_id !== null) this.#blobs.delete(blob_id);
  }

  #add(blob: Blob): string {
    const blob_id = newId('bl');
    this.#blobs.set(blob_id, blob);
    return blob_id;
  }
}
