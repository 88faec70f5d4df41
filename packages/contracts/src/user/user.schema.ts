import { z } from 'zod';
import { idSchema, Timestamp } from '../ids.js';
import { visibleName } from '../text/visible-name.js';

/** A password has at least this many characters … */
export const PASSWORD_MIN = 10;
/** … and at most this many. */
export const PASSWORD_MAX = 128;

/** Characters of a person's name, at most. */
export const NAME_MAX = 80;

export const Role = z.enum(['admin', 'member']);
export type Role = z.infer<typeof Role>;

const name = visibleName(NAME_MAX);
const password = z.string().min(PASSWORD_MIN).max(PASSWORD_MAX);
const email = z.email().max(254).toLowerCase();
/** The part after `#token=` of a link. */
const token = z.string().min(1).max(200);

/** A person, with limits and what was spent this month. */
export const User = z
  .object({
    id: idSchema('user'),
    name: z.string(),
    /** Null for the local owner before the first administrator is made. */
    email: z.string().nullable(),
    role: Role,
    created_at: Timestamp,
    /** Since when this person may do nothing; null while allowed. */
    disabled_at: Timestamp.nullable(),
    /** Unfinished tasks at once; null is what the settings say. */
    queue_max: z.int().nullable(),
    /** How many tasks are worked on at once; null is what the settings say. */
    concurrency_max: z.int().nullable(),
    /** What may be spent in a calendar month (UTC); null is no limit. */
    budget_microusd: z.int().nullable(),
    /** Spent this month by tasks that have ended. */
    spent_microusd: z.int().min(0),
    /** Set aside this month for tasks that have not ended. */
    reserved_microusd: z.int().min(0),
    /** Browsers that are signed in. */
    sessions: z.int().min(0),
    /** To some minutes; null when no browser is signed in. */
    last_seen_at: Timestamp.nullable(),
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof User>;

/** What an administrator may change of a person; null takes a limit away. */
export const UserPatch = z
  .strictObject({
    role: Role.optional(),
    disabled: z.boolean().optional(),
    queue_max: z.int().min(1).max(100_000).nullable().optional(),
    concurrency_max: z.int().min(1).max(10_000).nullable().optional(),
    budget_microusd: z.int().min(0).max(1_000_000_000_000).nullable().optional(),
  })
  .meta({ id: 'UserPatch' });
export type UserPatch = z.infer<typeof UserPatch>;

/** A browser that is signed in. */
export const AccountSession = z
  .object({
    id: idSchema('session'),
    /** Whether it is the one that asks. */
    current: z.boolean(),
    user_agent: z.string().nullable(),
    ip_address: z.string().nullable(),
    created_at: Timestamp,
    /** To some minutes. */
    last_seen_at: Timestamp,
    expires_at: Timestamp,
  })
  .meta({ id: 'AccountSession' });
export type AccountSession = z.infer<typeof AccountSession>;

/** `open`: may be accepted. The other states are for good. */
export const InvitationState = z.enum(['open', 'accepted', 'expired', 'revoked']);
export type InvitationState = z.infer<typeof InvitationState>;

/** Somebody who may make an account. */
export const Invitation = z
  .object({
    id: idSchema('invite'),
    email: z.string(),
    role: Role,
    state: InvitationState,
    /** Who invited. */
    created_by: idSchema('user'),
    created_at: Timestamp,
    expires_at: Timestamp,
    accepted_at: Timestamp.nullable(),
    /** Whose account was made with it. */
    accepted_by: idSchema('user').nullable(),
    revoked_at: Timestamp.nullable(),
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof Invitation>;

/** A new invitation with its link, which is in this answer only. */
export const InvitationWithUrl = Invitation.extend({ url: z.string() }).meta({ id: 'InvitationWithUrl' });
export type InvitationWithUrl = z.infer<typeof InvitationWithUrl>;

/** A link that sets a new password once. */
export const PasswordLink = z.object({ url: z.string(), expires_at: Timestamp }).meta({ id: 'PasswordLink' });
export type PasswordLink = z.infer<typeof PasswordLink>;

/** What the holder of an invitation sees of it. */
export const InvitationGlance = z
  .object({ email: z.string(), role: Role, expires_at: Timestamp })
  .meta({ id: 'InvitationGlance' });
export type InvitationGlance = z.infer<typeof InvitationGlance>;

export const SetupRequest = z.strictObject({ token, name, email, password }).meta({ id: 'SetupRequest' });
export const InvitationLook = z.strictObject({ token }).meta({ id: 'InvitationLook' });
export const InvitationAccept = z.strictObject({ token, name, password }).meta({ id: 'InvitationAccept' });
export const PasswordReset = z.strictObject({ token, password }).meta({ id: 'PasswordReset' });
export const AccountPatch = z.strictObject({ name }).meta({ id: 'AccountPatch' });
export const PasswordChange = z
  .strictObject({ current_password: z.string().min(1).max(PASSWORD_MAX), new_password: password })
  .meta({ id: 'PasswordChange' });
export const InvitationCreate = z.strictObject({ email, role: Role }).meta({ id: 'InvitationCreate' });
export type SetupRequest = z.infer<typeof SetupRequest>;
export type InvitationAccept = z.infer<typeof InvitationAccept>;
export type PasswordReset = z.infer<typeof PasswordReset>;
export type PasswordChange = z.infer<typeof PasswordChange>;
export type InvitationCreate = z.infer<typeof InvitationCreate>;
