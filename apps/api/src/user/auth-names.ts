/** Where better-auth's paths begin. */
export const AUTH_PATH = '/v1/auth';
/** By this name the identity provider stands in addresses and in the accounts table. */
export const OIDC_PROVIDER = 'oidc';
