import type { ReactNode } from 'react';

export interface EntryCardProps {
  title: string;
  /** Address of the product's mark. */
  mark: string;
  children: ReactNode;
  /** Under the card. */
  foot?: ReactNode;
}

/** The page before one is in: one thing to do, in the middle. */
export function EntryCard({ title, mark, children, foot }: EntryCardProps) {
  return (
    <main className="grid min-h-dvh place-items-center overflow-y-auto bg-surface-1 p-4">
      <div className="flex w-full max-w-96 flex-col gap-5 py-6">
        <p className="flex items-center justify-center gap-2 text-lg font-semibold">
          <img src={mark} alt="" width={28} height={28} />
          Easel
        </p>
        <section className="flex flex-col gap-4 rounded-lg border border-line bg-surface-2 p-5 sm:p-6">
          <h1 className="text-lg font-semibold text-balance">{title}</h1>
          {children}
        </section>
        {foot ? <div className="text-center text-[13px] leading-relaxed text-text-2">{foot}</div> : null}
      </div>
    </main>
  );
}
