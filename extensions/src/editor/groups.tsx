/** Groups of fields, each with its heading. */
import React from 'react';

interface GroupProps {
  title: string;
  children: React.ReactNode;
}

export function Group({ title, children }: GroupProps): JSX.Element {
  return (
    <section className="lyc-Editor-group" aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** A part of a group. */
export function Section({ title, children }: GroupProps): JSX.Element {
  return (
    <section className="lyc-Editor-section" aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
