import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Engine } from '@easel/engine';
import type { Config } from '../../config.js';

/** Where the engine's package keeps the weights that ship with Easel. */
const weightsRoot = (): string => join(dirname(fileURLToPath(import.meta.resolve('@easel/engine'))), '../models');

/** Loads the engine when the first task needs it: starting the API must not load it. */
export const loadEngine =
  (config: Pick<Config, 'weights_dir'>): (() => Promise<Engine>) =>
  async () => {
    const { createEngine } = await import('@easel/engine');
    return createEngine({ weights_root: config.weights_dir ?? weightsRoot() });
  };
