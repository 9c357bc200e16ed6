/** A labelled field with its help and what is wrong with it. */
import React, { useId } from 'react';

/** What ties a control to its label, help and error. */
export interface ControlAttributes {
  id: string;
  className: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean;
}

export interface FieldProps {
  label: string;
  /** A word about what is wanted, beside the label. */
  note?: string;
  hint?: string;
  error?: string;
  /** Whether label and control share a line, as with a checkbox. */
  inline?: boolean;
  /** A small button at the end of the label's line. */
  action?: JSX.Element;
  children: (attributes: ControlAttributes) => JSX.Element;
}

export function Field(props: FieldProps): JSX.Element {
  const { label, note, hint, error, inline, action, children } = props;
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const control = children({
    id,
    className: inline ? '' : 'jp-mod-styled',
    'aria-describedby': described || undefined,
    'aria-invalid': !!error
  });
  return (
    <div className={inline ? 'lyc-Field lyc-mod-inline' : 'lyc-Field'}>
      {inline && control}
      <label htmlFor={id}>{label}</label>
      {(note || action) && (
        <span className="lyc-Field-note">
          {note}
          {action}
        </span>
      )}
      {!inline && control}
      {hint && (
        <p id={`${id}-hint`} className="lyc-Field-hint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="lyc-Error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
