import type { Answers } from './rpc.js';

export const authAnswers: Answers = {
  AuthTokenGet: (_, { state }) => ({ token: state.credentials.issue(state.settings.auth_token_ttl_s) }),
};
