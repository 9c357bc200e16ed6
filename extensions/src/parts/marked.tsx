/** Text in which the words somebody searches for are marked. */
import React from 'react';

/** Show the text, with what matches the query in <mark>; the text itself is never taken for HTML. */
export function Marked({ text, query }: { text: string; query: string }): JSX.Element {
  const words = query.split(/\s+/).filter(Boolean).map(escaped);
  if (!words.length) {
    return <>{text}</>;
  }
  const pieces = text.split(new RegExp(`(${words.join('|')})`, 'gi'));
  return <>{pieces.map((piece, i) => (i % 2 ? <mark key={i}>{piece}</mark> : piece))}</>;
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
