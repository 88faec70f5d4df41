import type { Things } from './access-entries.js';
import { PAINT } from './harness.js';
import type { Person } from './people.js';

/**
 * Gives somebody one of everything that can be somebody's.
 *
 * @param receiver where they want to be told
 */
export async function thingsOf(person: Person, receiver: string): Promise<Things> {
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await person.call(method, path, body === undefined ? {} : { body });
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.text}`);
    return answer.body;
  };
  const key = await ask('POST', '/v1/keys', { name: 'a bot', scopes: ['tasks:read'] });
  const webhook = await ask('POST', '/v1/webhooks', { url: receiver, events: ['task.done'] });
  const task = await ask('POST', '/v1/tasks', { model: PAINT, input: { prompt: 'a hill' } });
  const isDone = async () => (await ask('GET', `/v1/tasks/${task.id}`)).status === 'done';
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 10));
  const { outputs } = await ask('GET', `/v1/tasks/${task.id}`);
  const [delivery] = (await ask('GET', '/v1/deliveries')).items;
  const [session] = (await ask('GET', '/v1/account/sessions')).items;
  return {
    task: task.id,
    asset: outputs[0].id,
    key: key.id,
    webhook: webhook.id,
    delivery: delivery.id,
    session: session.id,
  };
}
