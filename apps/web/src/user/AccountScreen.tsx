import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { KeysSection } from '../key/KeysSection';
import { WebhooksSection } from '../webhook/WebhooksSection';
import { PasswordForm } from './PasswordForm';
import { ProfileForm } from './ProfileForm';
import { SessionList } from './SessionList';
import { sessionQuery } from './user.queries';

function Section({ id, title, about, children }: { id: string; title: string; about?: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="flex scroll-mt-4 flex-col gap-4 border-t border-line pt-6">
      <div>
        <h2 id={id} className="text-base font-semibold">
          {title}
        </h2>
        {about ? <p className="mt-1 text-[13px] leading-relaxed text-text-2">{about}</p> : null}
      </div>
      {children}
    </section>
  );
}

/** One's own account: who one is, how one gets in, and the programs that may act for one. */
export function AccountScreen() {
  const { data: session } = useQuery(sessionQuery());
  const user = session?.user;
  if (!session || !user) return null;
  const signsIn = session.auth === 'accounts';
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
        {signsIn ? (
          <>
            <Section id="profile" title="Profile">
              <ProfileForm user={user} />
            </Section>
            {session.sign_in.password ? (
              <Section id="password" title="Password">
                <PasswordForm email={user.email ?? ''} />
              </Section>
            ) : null}
            <Section id="sessions" title="Sessions" about="Where you are signed in. Signing one out ends it at once.">
              <SessionList />
            </Section>
          </>
        ) : null}
        <Section id="keys" title="API keys" about="What programs send instead of signing in. They act for you.">
          <KeysSection />
        </Section>
        <Section id="webhooks" title="Webhooks" about="Addresses that are told when your tasks begin and end.">
          <WebhooksSection />
        </Section>
      </div>
    </div>
  );
}
