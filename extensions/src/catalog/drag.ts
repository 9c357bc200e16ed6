/** Dragging an entry into a notebook: the cell that loads it lands where it is dropped. */
import type React from 'react';
import type { ICodeCell } from '@jupyterlab/nbformat';
import { MimeData } from '@lumino/coreutils';
import { Drag } from '@lumino/dragdrop';

/** What JupyterLab's notebooks take cells by when they are dragged from one to another. */
const CELLS = 'application/vnd.jupyter.cells';
/** A press that moves no farther is a click. */
const THRESHOLD = 5;

/** Wait from a press on until it moves, then drag a cell with the source that is asked for. */
export function dragWhenMoved(
  press: React.MouseEvent,
  title: string,
  fetchSource: () => Promise<string>
): void {
  if (press.button !== 0) {
    return;
  }
  const { clientX, clientY } = press;
  let last: MouseEvent | null = null;
  const onMove = (event: MouseEvent) => {
    const isFirst = !last;
    if (Math.hypot(event.clientX - clientX, event.clientY - clientY) < THRESHOLD) {
      return;
    }
    event.preventDefault(); // no text is selected on the way
    last = event;
    if (isFirst) {
      void fetchSource().then(start, stop);
    }
  };
  const start = (source: string) => {
    if (stop()) {
      void dragOf(title, source).start(last!.clientX, last!.clientY);
    }
  };
  let isPressed = true;
  const stop = () => {
    const wasPressed = isPressed;
    isPressed = false;
    document.removeEventListener('mousemove', onMove, true);
    document.removeEventListener('mouseup', stop, true);
    return wasPressed;
  };
  document.addEventListener('mousemove', onMove, true);
  document.addEventListener('mouseup', stop, true);
}

function dragOf(title: string, source: string): Drag {
  const cell: ICodeCell = {
    cell_type: 'code',
    source,
    metadata: {},
    outputs: [],
    execution_count: null
  };
  const mimeData = new MimeData();
  mimeData.setData(CELLS, [cell]);
  mimeData.setData('text/plain', source);
  return new Drag({
    mimeData,
    dragImage: imageOf(title),
    supportedActions: 'copy',
    proposedAction: 'copy'
  });
}

function imageOf(title: string): HTMLElement {
  const image = document.createElement('div');
  image.className = 'lyc-DragImage';
  image.textContent = title;
  return image;
}
