import type { AuditTarget } from '@easel/contracts';
import { Link } from '@tanstack/react-router';
import { shortId } from '../app/format.js';
import { KIND_WORD } from './audit-look.js';

/** What was acted upon, by its name, and the way to all that is known of it. */
export function TargetLink({ target }: { target: AuditTarget }) {
  const name = target.name ?? (target.id.length > 20 ? `…${shortId(target.id)}` : target.id);
  return (
    <>
      <span className="text-text-3">{KIND_WORD[target.kind]}</span>{' '}
      <Link
        to="/things/$thingId"
        params={{ thingId: target.id }}
        title={target.id}
        className="text-accent underline-offset-2 hover:underline"
      >
        {name}
      </Link>
    </>
  );
}
