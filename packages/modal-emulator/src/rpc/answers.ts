import { appAnswers } from './app-answers.js';
import { authAnswers } from './auth-answers.js';
import { blobAnswers } from './blob-answers.js';
import { callAnswers } from './call-answers.js';
import { deployAnswers } from './deploy-answers.js';
import { functionAnswers } from './function-answers.js';
import { nameAnswers } from './name-answers.js';
import { queueAnswers } from './queue-answers.js';
import type { Answers } from './rpc.js';

export const answers: Answers = {
  ...appAnswers,
  ...authAnswers,
  ...blobAnswers,
  ...callAnswers,
  ...deployAnswers,
  ...functionAnswers,
  ...nameAnswers,
  ...queueAnswers,
};
