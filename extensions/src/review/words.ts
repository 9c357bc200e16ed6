/** Two texts, word by word: what stayed, what went, what came. */

export interface Piece {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/** Texts whose words would take longer to compare are shown as replaced as a whole. */
const MOST_PAIRS = 4_000_000;

/** Return the pieces that lead from one text to the other, in reading order. */
export function pieces(before: string, now: string): Piece[] {
  const [old, fresh] = [wordsOf(before), wordsOf(now)];
  const head = commonHead(old, fresh);
  const tail = commonHead(old.slice(head).reverse(), fresh.slice(head).reverse());
  const middle = compared(
    old.slice(head, old.length - tail),
    fresh.slice(head, fresh.length - tail)
  );
  return joined([
    { kind: 'same', text: old.slice(0, head).join('') },
    ...middle,
    { kind: 'same', text: tail ? old.slice(-tail).join('') : '' }
  ]);
}

/** Words, runs of space, and each other sign by itself. */
function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
}

function commonHead(one: string[], other: string[]): number {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) {
    length++;
  }
  return length;
}

function compared(old: string[], fresh: string[]): Piece[] {
  if (old.length * fresh.length > MOST_PAIRS) {
    return [
      { kind: 'removed', text: old.join('') },
      { kind: 'added', text: fresh.join('') }
    ];
  }
  return walked(old, fresh, lengths(old, fresh));
}

/** Return for each pair of places how many words the rests of both have in common, in order. */
function lengths(old: string[], fresh: string[]): Uint32Array[] {
  const table = Array.from({ length: old.length + 1 }, () => new Uint32Array(fresh.length + 1));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      table[i][j] =
        old[i] === fresh[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  return table;
}

function walked(old: string[], fresh: string[], table: Uint32Array[]): Piece[] {
  const found: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      found.push({ kind: 'same', text: old[i++] });
      j++;
    } else if (j === fresh.length || (i < old.length && table[i + 1][j] >= table[i][j + 1])) {
      found.push({ kind: 'removed', text: old[i++] });
    } else {
      found.push({ kind: 'added', text: fresh[j++] });
    }
  }
  return found;
}

/** Return the pieces with neighbours of one kind as one; a space between two changes belongs to both. */
function joined(found: Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of found.filter(({ text }) => text)) {
    const last = result[result.length - 1];
    if (last?.kind === piece.kind) {
      last.text += piece.text;
    } else {
      result.push({ ...piece });
    }
  }
  return result;
}
