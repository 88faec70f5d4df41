import type { AutoscalerPatch, WorkerDescription } from '@easel/contracts';
import type { CreateModal } from '../src/backend/connect-backend.js';
import type { Credentials } from '../src/backend/credentials.js';
import type { DeploymentFile } from '../src/backend/deploy/deployment.js';
import type { ModalBackend, ModalBackendOptions, ModalCheck } from '../src/backend/modal/modal-backend.js';
import { RentedFake } from './rented-fake.js';

/** What a deployment says of itself once it is there. */
export const described = ({ worker_version, models }: DeploymentFile): WorkerDescription => ({
  worker_version,
  models: Object.fromEntries(
    Object.entries(models).map(([id, { deploy_hash, revision }]) => [
      id,
      { deploy_hash, revision: revision ?? 'c0ffee' },
    ]),
  ),
});

/** Workspaces as Modal would have them: which tokens they take, and which apps are there. */
export class FakeWorkspaces {
  /** Secrets by token id. */
  readonly tokens = new Map<string, string>();
  readonly made: FakeModal[] = [];
  readonly autoscaled: { model: string; patch: AutoscalerPatch }[] = [];
  reachable = true;
  describe: (app_name: string) => WorkerDescription | null = () => null;

  readonly create: CreateModal = (options) => {
    const modal = new FakeModal(this, options);
    this.made.push(modal);
    return modal;
  };
  /** The backend that tasks go to, as it was made last. */
  of(id: string): FakeModal {
    const found = this.made.findLast((modal) => modal.id === id && !modal.closed);
    if (!found) throw new Error(`${id} was never made`);
    return found;
  }
}

/** A workspace of `FakeWorkspaces`, where attempts do what their scripts say. */
export class FakeModal extends RentedFake implements ModalBackend {
  declare label: string;
  credentials: Credentials;
  app_name: string | null;
  closed = false;

  constructor(
    private readonly workspaces: FakeWorkspaces,
    options: ModalBackendOptions,
  ) {
    super(options.id, options.label);
    this.credentials = options.credentials;
    this.app_name = options.app_name;
    this.configure(options.settings);
  }
  update({ label, credentials, app_name }: Parameters<ModalBackend['update']>[0]): void {
    if (label !== undefined) this.label = label;
    if (credentials) this.credentials = credentials;
    if (app_name !== undefined) this.app_name = app_name;
  }
  async check(): Promise<ModalCheck> {
    const found: ModalCheck = { latency_ms: null, credentials: 'unknown', description: null, problems: [] };
    if (!this.workspaces.reachable) return { ...found, problems: ['Modal does not answer.'] };
    const { token_id, token_secret } = this.credentials;
    if (this.workspaces.tokens.get(token_id) !== token_secret) {
      return { ...found, credentials: 'invalid', problems: ['Modal refuses the token.'] };
    }
    const valid = { ...found, latency_ms: 12, credentials: 'valid' as const };
    if (this.app_name === null) return { ...valid, problems: ['Nothing is deployed there yet.'] };
    const description = this.workspaces.describe(this.app_name);
    return { ...valid, description, problems: description ? [] : ['The deployment does not answer.'] };
  }
  async describe(app_name: string): Promise<WorkerDescription> {
    const description = this.workspaces.describe(app_name);
    if (!description) throw new Error(`there is no app ${app_name}`);
    return description;
  }
  async load(): Promise<{ containers: number; backlog: number }> {
    if (!this.workspaces.reachable) throw new Error('Modal does not answer.');
    return { containers: 2, backlog: 3 };
  }
  async autoscale(model: string, patch: AutoscalerPatch): Promise<void> {
    if (!this.workspaces.reachable) throw new Error('Modal does not answer.');
    this.workspaces.autoscaled.push({ model, patch });
  }
  override async close(): Promise<void> {
    this.closed = true;
    await super.close();
  }
}
