/** A sentence with elements in it, which a translation may put elsewhere. */
import React from 'react';

import { trans } from '../words';

/** Return a translated text with each of %1, %2… replaced by an element: `rich('Asked by %1', <b>ada</b>)`. */
export function rich(text: string, ...elements: React.ReactNode[]): JSX.Element {
  const places = elements.map((_, i) => `%${i + 1}`);
  const pieces = trans.__(text, ...places).split(/%(\d+)/);
  return (
    <>
      {pieces.map((piece, i) => (
        <React.Fragment key={i}>{i % 2 ? elements[Number(piece) - 1] : piece}</React.Fragment>
      ))}
    </>
  );
}
