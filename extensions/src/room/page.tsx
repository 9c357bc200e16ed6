/** The page that shows what fills the home folder. */
import React from 'react';
import { PathExt } from '@jupyterlab/coreutils';
import { folderIcon } from '@jupyterlab/ui-components';

import { LivePage } from '../parts/live';
import { bytes } from '../parts/quantity';
import { Stale } from '../parts/states';
import { trans } from '../words';
import { TRASH, type Item, type Room } from './api';
import type { RoomModel } from './model';

export interface RoomActions {
  open: (item: Item) => void;
  remove: (path: string, question: string) => void;
  restart: () => void;
}

export class RoomPage extends LivePage<RoomModel> {
  constructor(
    model: RoomModel,
    private readonly actions: RoomActions
  ) {
    const label = trans.__('Room in your home');
    super(model, { label, icon: folderIcon, what: trans.__('files') });
  }

  protected get isLoaded(): boolean {
    return !!this.model.room;
  }

  protected retitle(): void {
    this.title.caption = this.title.label;
  }

  protected content(): JSX.Element {
    const { model, actions } = this;
    const room = model.room!;
    return (
      <article className="lyc-Article" aria-label={this.title.label}>
        <Stale problem={model.problem} />
        <Head model={model} room={room} restart={actions.restart} />
        {!room.path && room.trash > 0 && <Trash size={room.trash} actions={actions} />}
        <section>
          <h2>
            {room.path ? trans.__('What fills %1', room.path) : trans.__('What fills your home')}
          </h2>
          {room.path && (
            <button
              className="lyc-Link"
              onClick={() => void model.look(PathExt.dirname(room.path))}
            >
              {trans.__('Back to the folder above')}
            </button>
          )}
          <Items items={room.items} below={room.path} actions={actions} />
        </section>
        {room.files.length > 0 && (
          <section>
            <h2>{trans.__('The largest files')}</h2>
            <Items items={room.files} below="" actions={actions} />
          </section>
        )}
      </article>
    );
  }
}

interface HeadProps {
  model: RoomModel;
  room: Room;
  restart: () => void;
}

function Head({ model, room, restart }: HeadProps): JSX.Element {
  const left = trans.__('%1 of %2 are free.', bytes(room.free), bytes(room.total));
  return (
    <header className="lyc-Article-head">
      <div>
        <h1>{title(model)}</h1>
        <p role="status">
          {left}{' '}
          {model.isRescue &&
            (model.hasRoom
              ? trans.__('Stop this JupyterLab at Home and start it again to work as ever.')
              : trans.__(
                  'This JupyterLab only makes room: it has no GPU, and keeps no settings. Delete what you no longer need; work needs %1.',
                  bytes(room.needed)
                ))}
        </p>
      </div>
      <div className="lyc-Buttons">
        {model.isRescue && model.hasRoom && (
          <button className="jp-mod-styled jp-mod-accept lyc-Button" onClick={restart}>
            {trans.__('Go to Home')}
          </button>
        )}
      </div>
    </header>
  );
}

function title(model: RoomModel): string {
  if (!model.isRescue) {
    return trans.__('Room in your home');
  }
  return model.hasRoom ? trans.__('There is room again') : trans.__('Your home is full');
}

function Trash({ size, actions }: { size: number; actions: RoomActions }): JSX.Element {
  const question = trans.__('Delete for good what is in the trash, %1?', bytes(size));
  return (
    <section>
      <h2>{trans.__('Trash')}</h2>
      <p>
        {trans.__('%1 of files that you deleted are kept in the trash.', bytes(size))}{' '}
        <button className="lyc-Link" onClick={() => actions.remove(TRASH, question)}>
          {trans.__('Empty the trash')}
        </button>
      </p>
    </section>
  );
}

interface ItemsProps {
  items: Item[];
  /** The folder that their names are told from. */
  below: string;
  actions: RoomActions;
}

function Items({ items, below, actions }: ItemsProps): JSX.Element {
  return items.length ? (
    <table className="lyc-Table">
      <thead>
        <tr>
          <th scope="col">{trans.__('Name')}</th>
          <th scope="col" className="lyc-mod-number">
            {trans.__('Size')}
          </th>
          <th />
        </tr>
      </thead>
      <tbody>
        {items.map(item => (
          <Line key={item.path} item={item} below={below} actions={actions} />
        ))}
      </tbody>
    </table>
  ) : (
    <p className="lyc-Quiet">{trans.__('Nothing is here.')}</p>
  );
}

interface LineProps {
  item: Item;
  below: string;
  actions: RoomActions;
}

function Line({ item, below, actions }: LineProps): JSX.Element {
  const { path, size, is_folder } = item;
  const name = below ? path.slice(below.length + 1) : path;
  const question = is_folder
    ? trans.__('Delete the folder %1 with all that is in it, %2, for good?', path, bytes(size))
    : trans.__('Delete %1, %2, for good?', path, bytes(size));
  return (
    <tr>
      <th scope="row">
        <button className="lyc-Link" onClick={() => actions.open(item)}>
          {is_folder ? `${name}/` : name}
        </button>
      </th>
      <td className="lyc-mod-number">{bytes(size)}</td>
      <td>
        <button
          className="lyc-Link"
          aria-label={trans.__('Delete %1', path)}
          onClick={() => actions.remove(path, question)}
        >
          {trans.__('Delete…')}
        </button>
      </td>
    </tr>
  );
}
