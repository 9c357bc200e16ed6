/** Whether one may read an entry, and what came of asking. */
import React from 'react';

import { exact, When } from '../parts/time';
import { whoWord } from '../parts/who';
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
        You may read it until {exact(request.expires_at)}.
      </p>
    ) : null;
  }
  const isAsked = request?.state === 'asked';
  return (
    <div className="lyc-Note" role="status">
      <p>{wordsOf(entry, request)}</p>
      {!isAsked && (
        <button className="jp-mod-styled jp-mod-accept lyc-Button" onClick={onRequest}>
          Request access…
        </button>
      )}
    </div>
  );
}

function wordsOf({ owner }: Entry, request?: AccessRequest | null): React.ReactNode {
  if (!request) {
    return 'You see that this is here, but reading it needs the leave of its owner.';
  }
  const why = request.reason ? ` ${request.reason}` : '';
  const ended = request.expires_at && <When instant={request.expires_at} />;
  const words: Record<AccessRequest['state'], React.ReactNode> = {
    asked: (
      <>
        You asked to read it <When instant={request.asked_at} />. Its owner, {whoWord(owner)},
        decides.
      </>
    ),
    granted: 'You may read it.',
    expired: <>Your access ended {ended}.</>,
    refused: <>Your request was refused.{why}</>,
    revoked: <>Your access was withdrawn.{why}</>
  };
  return words[request.state];
}

/** Return who may see and read an entry, in a sentence or two. */
export function accessWords(classification: Classification, access?: Access | null): string {
  const isClosed = classification === 'confidential' || classification === 'personal';
  const seen = access?.see.length ? people(access.see) : 'everybody';
  const asSeen = isClosed ? 'its owner and steward, and those they grant it to' : seen;
  const read = access?.read.length ? people(access.read) : asSeen;
  return read === seen ? `read by ${read}` : `seen by ${seen}; read by ${read}`;
}

function people(who: string[]): string {
  return new Intl.ListFormat(document.documentElement.lang || 'en').format(who.map(whoWord));
}
