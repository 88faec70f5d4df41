import type { Need } from '@easel/contracts';

/** Where what needs somebody can be looked at. */
export function needLink({ target, kind }: Pick<Need, 'target' | 'kind'>) {
  const id = target.id ?? '';
  switch (target.kind) {
    case 'backend':
      return kind === 'deployment_stale' || kind === 'deployment_failed'
        ? ({ to: '/deployments', search: { only: 'amiss' } } as const)
        : ({ to: '/backends/$backendId', params: { backendId: id }, search: {} } as const);
    case 'deploy':
      return { to: '/deployments', search: {} } as const;
    case 'model':
      return kind === 'model_without_backend'
        ? ({ to: '/tasks', search: { status: 'pending', model: id } } as const)
        : ({ to: '/models/$modelId', params: { modelId: id } } as const);
    case 'queue':
    case 'dispatch':
      return { to: '/tasks', search: { status: 'pending' } } as const;
    case 'storage':
      return { to: '/storage' } as const;
    case 'audit':
      return { to: '/audit', search: {} } as const;
    case 'webhook':
      return { to: '/deliveries', search: { webhook_id: id } } as const;
    case 'user':
    case 'key':
      return { to: '/things/$thingId', params: { thingId: id } } as const;
  }
}

export type NeedLink = ReturnType<typeof needLink>;
