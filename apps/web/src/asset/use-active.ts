import { useMemo, useState } from 'react';

/** Whether the pointer is over an element or the focus in it. */
export function useActive() {
  const [isActive, setIsActive] = useState(false);
  const handlers = useMemo(
    () => ({
      onPointerEnter: () => setIsActive(true),
      onPointerLeave: () => setIsActive(false),
      onFocus: () => setIsActive(true),
      onBlur: () => setIsActive(false),
    }),
    [],
  );
  return { isActive, handlers };
}
