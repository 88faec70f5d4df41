/** The rooms of the console in the order of what is asked first, each with the pages that belong to it. */
export const SECTIONS = [
  {
    name: 'Overview',
    pages: [
      { name: 'Overview', to: '/' },
      { name: 'Usage', to: '/usage' },
    ],
  },
  { name: 'Tasks', pages: [{ name: 'Tasks', to: '/tasks' }] },
  {
    name: 'Backends',
    pages: [
      { name: 'Backends', to: '/backends' },
      { name: 'Deployments', to: '/deployments' },
      { name: 'Calls', to: '/calls' },
    ],
  },
  { name: 'Models', pages: [{ name: 'Models', to: '/models' }] },
  {
    name: 'People',
    pages: [
      { name: 'People', to: '/people' },
      { name: 'Invitations', to: '/invitations' },
    ],
  },
  { name: 'Keys', pages: [{ name: 'Keys', to: '/keys' }] },
  {
    name: 'Webhooks',
    pages: [
      { name: 'Deliveries', to: '/deliveries' },
      { name: 'Endpoints', to: '/webhooks' },
    ],
  },
  { name: 'Audit', pages: [{ name: 'Audit', to: '/audit' }] },
  {
    name: 'Settings',
    pages: [
      { name: 'Settings', to: '/settings' },
      { name: 'Storage', to: '/storage' },
      { name: 'Retention', to: '/retention' },
    ],
  },
] as const;

export type Section = (typeof SECTIONS)[number];
export type SectionPage = Section['pages'][number];

const holds = (to: string, pathname: string) => pathname === to || (to !== '/' && pathname.startsWith(`${to}/`));

/** Whether an address shows this page, or one thing of its list. */
export const isAt = (page: { to: string }, pathname: string): boolean => holds(page.to, pathname);

/** The room that an address belongs to. */
export const sectionAt = (pathname: string): Section | undefined =>
  SECTIONS.find((section) => section.pages.some((page) => holds(page.to, pathname)));
