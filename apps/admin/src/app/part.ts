import { createPart } from '@easel/ui';

/** A component that is fetched when it is first wanted, for as long as it takes until the server can be reached. */
export const part = createPart(() =>
  fetch('/v1/health', { cache: 'no-store' }).then(
    (response) => response.ok,
    () => false,
  ),
);
