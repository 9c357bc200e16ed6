/** The tab *Comments*: what people say about an entry, and saying something oneself. */
import React, { useState } from 'react';
import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';

import { Answered, useAnswer } from '../parts/answer';
import { attempt } from '../parts/attempt';
import { Markdown } from '../parts/markdown';
import { When } from '../parts/time';
import { Write } from '../review/comments';
import { trans } from '../words';
import { addComment, deleteComment, editComment, fetchComments, type Comment } from './opinions';
import type { TabProps } from './tabs';

export function CommentsTab({ entry, service, rendermime, refresh }: TabProps): JSX.Element {
  const { name } = entry;
  const answer = useAnswer(() => fetchComments(service, name), [name, entry.comments]);
  const [isBusy, setBusy] = useState(false);
  /** Make a change, and show what became of it; answers whether it was made. */
  const change = async (made: Promise<unknown>): Promise<boolean> => {
    let isMade = false;
    setBusy(true);
    await attempt(made.then(() => (isMade = true)));
    setBusy(false);
    answer.again();
    void refresh();
    return isMade;
  };
  const remove = async (comment: Comment) => {
    if (await isMeant(comment)) {
      await change(deleteComment(service, name, comment.id));
    }
  };
  return (
    <Answered answer={answer} what={trans.__('comments')} height={160}>
      {({ items }) => (
        <div className="lyc-Said">
          <List
            comments={items}
            rendermime={rendermime}
            isBusy={isBusy}
            onEdit={({ id }, text) => change(editComment(service, name, id, text))}
            onDelete={comment => void remove(comment)}
          />
          <Write
            label={trans.__('Your comment')}
            hint={trans.__(
              'What others should know. Markdown; those who manage the entry are told.'
            )}
            verb={trans.__('Comment')}
            isBusy={isBusy}
            onSend={text => change(addComment(service, name, text))}
          />
        </div>
      )}
    </Answered>
  );
}

async function isMeant({ author }: Comment): Promise<boolean> {
  const { button } = await showDialog({
    title: trans.__('Delete the comment of %1?', author),
    body: trans.__('What it says is gone for everybody.'),
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: trans.__('Delete') })],
    defaultButton: 0
  });
  return button.accept;
}

interface RowProps {
  rendermime: IRenderMimeRegistry;
  isBusy: boolean;
  /** Take the new text; answer whether it was taken. */
  onEdit: (comment: Comment, text: string) => Promise<boolean>;
  onDelete: (comment: Comment) => void;
}

function List({ comments, ...row }: RowProps & { comments: Comment[] }): JSX.Element {
  return comments.length ? (
    <ul className="lyc-Comments" aria-label={trans.__('Comments')}>
      {comments.map(comment => (
        <Row key={comment.id} comment={comment} {...row} />
      ))}
    </ul>
  ) : (
    <p className="lyc-Quiet">{trans.__('Nobody has said anything about it yet.')}</p>
  );
}

function Row({ comment, rendermime, ...row }: RowProps & { comment: Comment }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <li aria-label={trans.__('Comment of %1', comment.author)}>
      <Signature
        comment={comment}
        isOpen={isOpen}
        onEdit={() => setOpen(true)}
        onDelete={row.onDelete}
      />
      {isOpen ? (
        <Write
          label={trans.__('Your comment')}
          verb={trans.__('Save')}
          initial={comment.text}
          isBusy={row.isBusy}
          isFirst
          onCancel={close}
          onSend={async text => {
            const isTaken = await row.onEdit(comment, text);
            setOpen(!isTaken);
            return isTaken;
          }}
        />
      ) : (
        <Markdown rendermime={rendermime} source={comment.text} />
      )}
    </li>
  );
}

interface SignatureProps {
  comment: Comment;
  isOpen: boolean;
  onEdit: () => void;
  onDelete: (comment: Comment) => void;
}

/** Who said it and when, and what may be done with it. */
function Signature({ comment, isOpen, onEdit, onDelete }: SignatureProps): JSX.Element {
  const { author, at, edited_at, may_edit, may_delete } = comment;
  return (
    <p className="lyc-Facts">
      <strong>{author}</strong>
      <When instant={at} />
      {edited_at && <span>{trans.__('edited')}</span>}
      {may_edit && !isOpen && (
        <span>
          <button className="lyc-Link" onClick={onEdit}>
            {trans.__('Edit')}
          </button>
        </span>
      )}
      {may_delete && !isOpen && (
        <span>
          <button className="lyc-Link" onClick={() => onDelete(comment)}>
            {trans.__('Delete…')}
          </button>
        </span>
      )}
    </p>
  );
}
