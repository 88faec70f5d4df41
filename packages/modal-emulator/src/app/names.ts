import { newId } from '../new-id.js';

/** Objects that are only a name and an id here: volumes, secrets, environments. */
export class Names {
  readonly #ids = new Map<string, string>();
  readonly #kind: string;

  constructor(kind: string) {
    this.#kind = kind;
  }

  find(environment: string, name: string): string | null {
    return this.#ids.get(`${environment}/${name}`) ?? null;
  }

  create(environment: string, name: string): string {
    const id = this.find(environment, name) ?? newId(this.#kind);
    this.#ids.set(`${environment}/${name}`, id);
    return id;
  }

  list(environment: string): { name: string; id: string }[] {
    const prefix = `${environment}/`;
    const own = [...this.#ids].filter(([key]) => key.startsWith(prefix));
    return own.map(([key, id]) => ({ name: key.slice(prefix.length), id }));
  }

  delete(id: string): void {
    for (const [key, known] of this.#ids) if (known === id) this.#ids.delete(key);
  }
}
