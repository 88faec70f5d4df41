import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { KeysSection } from '../key/KeysSection';
import { WebhooksSection } from '../webhook/WebhooksSection';
import { sessionQuery } from './user.queries';

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="flex scroll-mt-4 flex-col gap-4 border-t border-line pt-5">
      <h2 id={id} className="text-base font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** One's own account: who one is, how one gets in, and the programs that may act for one. */
export function AccountScreen() {
  const { data: session } = useQuery(sessionQuery());
  const user = session?.user;
  if (!session || !user) return null;
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto flex max-w-3xl flex-col gap-8 px-4 py-6">
        <header>
          <h1 className="text-xl font-semibold">Account</h1>
          <p className="text-sm text-text-3">
            {user.email ?? user.name}
            {user.role === 'admin' ? ' · administrator' : ''}
          </p>
        </header>
        <Section id="keys" title="API keys">
          <KeysSection />
        </Section>
        <Section id="webhooks" title="Webhooks">
          <WebhooksSection />
        </Section>
      </div>
    </div>
  );
}
