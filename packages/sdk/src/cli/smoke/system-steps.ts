import { allModels, findModel } from '../find-model.js';
import { expect, need, type SmokeStep } from './smoke-context.js';

export const systemSteps: SmokeStep[] = [
  {
    name: 'health',
    async run(context) {
      const health = await context.easel.system.health();
      const header = context.answer?.headers.get('x-easel-contract') ?? null;
      expect(header === health.contract, `X-Easel-Contract is ${header}, health says ${health.contract}`);
      context.contract = health.contract;
      return `version ${health.version}, contract ${health.contract}`;
    },
  },
  {
    name: 'ready',
    async run({ easel }) {
      const { status, reasons } = await easel.system.ready();
      expect(status === 'ready', `${status}: ${reasons.join('; ')}`);
      return '';
    },
  },
  {
    name: 'session',
    async run({ easel }) {
      const session = await easel.system.session();
      expect(session.user !== null, 'nobody is signed in: this walk needs local mode or a key');
      return `${session.auth}, ${session.user.role}`;
    },
  },
  {
    name: 'models',
    async run(context) {
      const models = await allModels(context.easel);
      context.model = await findModel(context.easel, context.wanted ?? undefined);
      const again = await context.easel.model.get(context.model.id);
      expect(again.id === context.model.id, `asked for ${context.model.id}, got ${again.id}`);
      return `${models.length}, using ${context.model.id} (${context.model.availability})`;
    },
  },
  {
    name: 'same contract in every answer',
    async run({ answer, contract }) {
      const header = answer?.headers.get('x-easel-contract');
      expect(header === need(contract, 'health'), `was ${contract}, is now ${header}`);
      return '';
    },
  },
];
