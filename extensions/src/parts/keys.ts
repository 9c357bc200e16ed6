/** Moving through lists with the arrow keys. */
import type React from 'react';

/** What takes the focus in a list; every row has one. */
export const ROW = 'lyc-Row-open';

/** On arrow up and down, focus the row above or below; from outside the list, the first. */
export function moveFocus(event: React.KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) {
    return;
  }
  const rows = Array.from(event.currentTarget.querySelectorAll<HTMLElement>(`.${ROW}`));
  const here = rows.findIndex(row => row.closest('li')?.contains(document.activeElement));
  const next = rows[Math.max(0, here + step)];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}
