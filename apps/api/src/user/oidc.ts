import type { OidcConfig } from '../config.js';
import { OIDC_PROVIDER } from './auth-names.js';

/** The identity provider of the installation, found by its issuer. */
export async function oidcPlugin({ issuer, client_id, client_secret, name }: OidcConfig) {
  const { genericOAuth } = await import('better-auth/plugins/generic-oauth');
  return genericOAuth({
    config: [
      {
        providerId: OIDC_PROVIDER,
        name,
        clientId: client_id,
        clientSecret: client_secret,
        discoveryUrl: `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`,
        requireIdTokenVerification: true,
        scopes: ['openid', 'email', 'profile'],
        pkce: true,
        disableProviderLogout: true,
      },
    ],
  });
}
