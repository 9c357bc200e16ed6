/** Keeping what is shown as fresh as it needs to be. */
import { Poll } from '@lumino/polling';

const OFFLINE = { interval: 2000, backoff: true, max: 15000 };

export interface FreshOptions {
  name: string;
  /** Loads, and answers after how many milliseconds it is worth loading again. */
  load: () => Promise<number>;
  /** Whether somebody can see it; nothing is asked while nobody can. */
  isSeen: () => boolean;
}

/** Return a poll that is patient when nobody answers and sleeps while nobody looks. */
export function keepFresh({ name, load, isSeen }: FreshOptions): Poll {
  const poll: Poll = new Poll({
    name,
    auto: false,
    frequency: OFFLINE,
    standby: () => (isSeen() ? 'when-hidden' : true),
    factory: async () => {
      poll.frequency = OFFLINE;
      const interval = await load();
      poll.frequency = { interval, backoff: false, max: Math.max(interval, OFFLINE.max) };
    }
  });
  return poll;
}

/** Load now, even while an older answer is still awaited. */
export function refreshNow(poll: Poll): Promise<void> {
  return poll.schedule({ interval: Poll.IMMEDIATE, phase: 'refreshed' });
}
