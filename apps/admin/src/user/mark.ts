/** The product's mark. */
export const MARK = '/admin/icon.svg';
