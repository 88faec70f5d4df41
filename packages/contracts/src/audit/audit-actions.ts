import { z } from 'zod';

/** What the audit log tells of: room and verb. */
export const AUDIT_ACTIONS = [
  'system.start',
  'setup.complete',
  'session.sign_in',
  'session.sign_out',
  'session.revoke',
  'password.change',
  'password.reset',
  'password.reset_link',
  'user.invite',
  'user.join',
  'user.change',
  'user.disable',
  'user.enable',
  'invitation.revoke',
  'key.create',
  'key.change',
  'key.rotate',
  'key.revoke',
  'request.refuse',
  'backend.create',
  'backend.change',
  'backend.remove',
  'backend.rotate',
  'backend.check',
  'backend.enable',
  'backend.disable',
  'backend.drain',
  'backend.autoscale',
  'backend.deploy',
  'backend.rollback',
  'dispatch.pause',
  'dispatch.resume',
  'model.enable',
  'model.disable',
  'settings.change',
  'retention.change',
  'retention.run',
  'task.cancel',
  'task.retry',
  'task.delete',
  'task.restore',
  'asset.delete',
  'asset.restore',
  'webhook.create',
  'webhook.change',
  'webhook.remove',
  'webhook.rotate',
  'webhook.disable',
  'webhook.test',
  'webhook.redeliver',
  'audit.export',
  'audit.prune',
  'secret_key.rotate',
  'backup.create',
] as const;
export const AuditAction = z.enum(AUDIT_ACTIONS);
export type AuditAction = z.infer<typeof AuditAction>;

/** Who acts: a person, a key, the local owner while nobody signs in, someone unknown, or the process itself. */
export const AuditActorKind = z.enum(['user', 'key', 'local', 'anonymous', 'system']);
export type AuditActorKind = z.infer<typeof AuditActorKind>;

/** Upon what. */
export const AuditTargetKind = z.enum([
  'user',
  'session',
  'invitation',
  'key',
  'backend',
  'deploy',
  'model',
  'settings',
  'retention',
  'task',
  'asset',
  'webhook',
  'delivery',
  'audit',
  'route',
  'backup',
]);
export type AuditTargetKind = z.infer<typeof AuditTargetKind>;

/** `ok`: done. `refused`: not allowed. `failed`: allowed, but it did not work. */
export const AuditOutcome = z.enum(['ok', 'refused', 'failed']);
export type AuditOutcome = z.infer<typeof AuditOutcome>;
