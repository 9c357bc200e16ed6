/** Whether one may read an entry, and what came of asking. */
import React from 'react';

import { exact, When } from '../parts/time';
import { whoWord } from '../parts/who';
import { trans } from '../words';
import { rich } from '../parts/rich';
import type { Access, AccessRequest, Classification, Entry } from './api';

export interface AccessNoticeProps {
  entry: Entry;
  onRequest: () => void;
}

/** What stands in the way of reading, and the step that helps; nothing where one may simply read. */
export function AccessNotice({ entry, onRequest }: AccessNoticeProps): JSX.Element | null {
  const { request, may } = entry;
  if (may?.read !== false) {
    return request?.state === 'granted' && request.expires_at ? (
      <p className="lyc-Quiet" role="status">
        {rich('You may read it until %1.', exact(request.expires_at))}
      </p>
    ) : null;
  }
  const isAsked = request?.state === 'asked';
  return (
    <div className="lyc-Note" role="status">
      <p>{wordsOf(entry, request)}</p>
      {!isAsked && (
        <button className="jp-mod-styled jp-mod-accept lyc-Button" onClick={onRequest}>
          {trans.__('Request access…')}
        </button>
      )}
    </div>
  );
}

function wordsOf({ owner }: Entry, request?: AccessRequest | null): React.ReactNode {
  if (!request) {
    return trans.__('You see that this is here, but reading it needs the leave of its owner.');
  }
  const ended = request.expires_at && <When instant={request.expires_at} />;
  const words: Record<AccessRequest['state'], React.ReactNode> = {
    asked: (
      <>
        {rich(
          'You asked to read it %1. Its owner, %2, decides.',
          <When instant={request.asked_at} />,
          whoWord(owner)
        )}
      </>
    ),
    granted: trans.__('You may read it.'),
    expired: <>{rich('Your access ended %1.', ended)}</>,
    refused: <>{rich('Your request was refused. %1', request.reason)}</>,
    revoked: <>{rich('Your access was withdrawn. %1', request.reason)}</>
  };
  return words[request.state];
}

/** Return who may see and read an entry, in a sentence or two. */
export function accessWords(classification: Classification, access?: Access | null): string {
  const isClosed = classification === 'confidential' || classification === 'personal';
  const seen = access?.see.length ? people(access.see) : trans.__('everybody');
  const asSeen = isClosed ? trans.__('its owner and steward, and those they grant it to') : seen;
  const read = access?.read.length ? people(access.read) : asSeen;
  return read === seen
    ? trans.__('read by %1', read)
    : trans.__('seen by %1; read by %2', seen, read);
}

function people(who: string[]): string {
  return new Intl.ListFormat(document.documentElement.lang || 'en').format(who.map(whoWord));
}
