export type {
  AccountSession,
  AdminAttempt,
  AdminModel,
  AdminTask,
  AdminTaskEvent,
  AdminTaskStory,
  Asset,
  Attempt,
  AttemptState,
  AuditAction,
  AuditEntry,
  AuditHead,
  AuditHeads,
  AuditOutcome,
  AuditPruned,
  AuditStory,
  AuditVerification,
  AutoscalerPatch,
  Backend,
  BackendCheck,
  BackendCreate,
  BackendCredentials,
  BackendEvent,
  BackendPatch,
  BackendState,
  Call,
  Delivery,
  DeliveryAttempt,
  DeliveryDetail,
  DeliveryEvent,
  DeliveryState,
  Deploy,
  DeployLog,
  Deployment,
  Dispatch,
  EffectiveSettings,
  EnvironmentValue,
  ErrorCode,
  Health,
  Invitation,
  InvitationGlance,
  InvitationWithUrl,
  Key,
  KeyCreate,
  KeyPatch,
  KeyWithSecret,
  Model,
  ModelLoad,
  Need,
  NeedKind,
  NeedSeverity,
  NeedVerb,
  Overview,
  OwnedDelivery,
  OwnedKey,
  OwnedWebhook,
  PasswordLink,
  Percentiles,
  Problem,
  Readiness,
  Retention,
  RetentionPreview,
  RetentionRule,
  RetentionRun,
  Role,
  RouteExplanation,
  SeriesMetric,
  Session,
  SettingsChange,
  SigningSecret,
  SigningSecretShown,
  Spender,
  StorageUse,
  StreamEvent,
  Task,
  TaskCreate,
  TaskErrorCode,
  TaskPatch,
  TaskStatus,
  TaskWebhook,
  TimeSeries,
  Usage,
  UsageGroup,
  User,
  UserPatch,
  Webhook,
  WebhookCreate,
  WebhookEvent,
  WebhookEventName,
  WebhookPatch,
  WebhookTaskEvent,
  WebhookTestEvent,
  WebhookWithSecret,
} from '@easel/contracts';
export type { AssetChange, AssetQuery, ContentOptions, UploadOptions } from './asset/asset-options.js';
export type { AuditQuery } from './audit/audit-client.js';
export type { CallQuery, RouteQuery } from './backend/backend-options.js';
export { createEasel, type Easel } from './easel.js';
export { type ClientErrorCode, EaselError, EaselTaskError } from './error.js';
export type { StreamOptions, StreamState } from './event/resume-stream.js';
export type { AssetRef, EaselModels } from './generated/models.js';
export type { CallOptions, CreateOptions, Page, PageQuery } from './http/call-options.js';
export type { EaselOptions, ReceivedAnswer } from './http/easel-options.js';
export type { RotateOptions } from './key/key-client.js';
export type { AnyModels, InputOf, ModelId, ModelTypes, ModeOf } from './models.js';
export type { SeriesQuery } from './overview/overview-client.js';
export type { RetentionRuleDraft } from './retention/retention-client.js';
export type { AdminTaskQuery } from './task/admin-task-client.js';
export { isTerminal } from './task/is-terminal.js';
export type { RunOptions, TaskQuery } from './task/task-options.js';
export type { TaskRequest } from './task/task-request.js';
export type { UsageQuery } from './usage/usage-client.js';
export { createSignIn, type SignIn } from './user/sign-in.js';
export type { UserQuery } from './user/user-client.js';
export { type VerifyWebhook, verifyWebhook, type WebhookHeaders } from './webhook/verify-webhook.js';
export type { DeliveryQuery, OwnedDeliveryQuery } from './webhook/webhook-client.js';
export { WebhookError, type WebhookErrorCode } from './webhook/webhook-error.js';
