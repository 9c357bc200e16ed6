/** What people say about a proposal, or about one field of it. */
import React, { useId, useState } from 'react';

import { When } from '../parts/time';
import { trans } from '../words';
import type { Comment } from './api';

export function Comments({ comments }: { comments: Comment[] }): JSX.Element | null {
  return comments.length ? (
    <ul className="lyc-Comments">
      {comments.map(({ id, author, at, text }) => (
        <li key={id}>
          <p className="lyc-Facts">
            <strong>{author}</strong>
            <When instant={at} />
          </p>
          <p className="lyc-Comments-text">{text}</p>
        </li>
      ))}
    </ul>
  ) : null;
}

export interface WriteProps {
  /** What the text is for, read by everybody who cannot see where the field stands. */
  label: string;
  /** The word on the button. */
  verb: string;
  hint?: string;
  /** What stands there at first. */
  initial?: string;
  isBusy: boolean;
  isFirst?: boolean;
  onCancel?: () => void;
  /** Take the text; answer whether it was taken. */
  onSend: (text: string) => Promise<boolean>;
}

/** A few lines of text and the button that sends them; what was not taken stays there. */
export function Write(props: WriteProps): JSX.Element {
  const { label, verb, hint, initial = '', isBusy, isFirst = false, onCancel, onSend } = props;
  const [text, setText] = useState(initial);
  const id = useId();
  const send = async () => (await onSend(text.trim())) && setText('');
  return (
    <form
      className="lyc-Write"
      onSubmit={event => {
        event.preventDefault();
        void send();
      }}
      onKeyDown={event => event.key === 'Escape' && onCancel?.()}
    >
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className="jp-mod-styled"
        rows={2}
        maxLength={4000}
        autoFocus={isFirst}
        placeholder={hint}
        value={text}
        onChange={event => setText(event.target.value)}
      />
      <div className="lyc-Buttons">
        <button className="jp-mod-styled lyc-Button" disabled={isBusy || !text.trim()}>
          {verb}
        </button>
        {onCancel && (
          <button
            type="button"
            className="jp-mod-styled lyc-Button"
            onClick={() => {
              setText('');
              onCancel();
            }}
          >
            {trans.__('Cancel')}
          </button>
        )}
      </div>
    </form>
  );
}
