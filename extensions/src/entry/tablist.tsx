/** Tabs as people with a keyboard or a screen reader know them: one stop, arrow keys, Home and End. */
import React, { useRef } from 'react';

export interface TabListProps {
  /** What makes the tabs' ids this page's own. */
  scope: string;
  label: string;
  tabs: { id: string; label: string }[];
  open: string;
  onOpen: (id: string) => void;
}

export const tabId = (scope: string, id: string): string => `${scope}-tab-${id}`;
export const panelId = (scope: string, id: string): string => `${scope}-panel-${id}`;

export function TabList({ scope, label, tabs, open, onOpen }: TabListProps): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: React.KeyboardEvent) => {
    const next = nextTab(event.key, here(tabs, open), tabs.length);
    if (next !== null) {
      event.preventDefault();
      list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
      onOpen(tabs[next].id);
    }
  };
  return (
    <div ref={list} className="lyc-Tabs" role="tablist" aria-label={label} onKeyDown={move}>
      {tabs.map(tab => (
        <button
          key={tab.id}
          role="tab"
          id={tabId(scope, tab.id)}
          aria-selected={tab.id === open}
          aria-controls={panelId(scope, tab.id)}
          tabIndex={tab.id === open ? 0 : -1}
          onClick={() => onOpen(tab.id)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

function here(tabs: { id: string }[], open: string): number {
  return tabs.findIndex(tab => tab.id === open);
}

/** Return the number of the tab that a key leads to, or null where it leads nowhere. */
function nextTab(key: string, index: number, number: number): number | null {
  const places: Record<string, number> = {
    ArrowRight: (index + 1) % number,
    ArrowLeft: (index + number - 1) % number,
    Home: 0,
    End: number - 1
  };
  return places[key] ?? null;
}
