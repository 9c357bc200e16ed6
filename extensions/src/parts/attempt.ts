/** Doing what was asked for, and saying why where it did not work. */
import { Notification } from '@jupyterlab/apputils';

import { asProblem } from '../request';

export async function attempt(action: Promise<unknown>): Promise<void> {
  try {
    await action;
  } catch (error) {
    Notification.error(asProblem(error).message);
  }
}
