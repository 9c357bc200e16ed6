/** GPUs and their use in words. */
import { bytes } from '../parts/quantity';
import type { Gpu } from './api';

/** Return for example “A100-SXM4-40GB: 37 % busy, 3.22 of 42.9 GB used”, of several GPUs taken together. */
export function inShort(gpus: readonly Gpu[]): string {
  const number = gpus.length > 1 ? `${gpus.length} × ` : '';
  return `${number}${modelOf(gpus[0])}: ${use(gpus)}`;
}

/** Return a line for each GPU, and what a share means. */
export function inFull(gpus: readonly Gpu[]): string {
  const lines = gpus.map(gpu => `${gpu.model}: ${use([gpu])}`);
  const shared = gpus.some(gpu => gpu.share < 1);
  return [
    ...lines,
    ...(shared ? ['You share it: what others do on it counts here too.'] : [])
  ].join('\n');
}

function use(gpus: readonly Gpu[]): string {
  const used = sum(gpus.map(({ memory }) => memory.used));
  const total = sum(gpus.map(({ memory }) => memory.total));
  const told = gpus.flatMap(({ busy }) => (busy === null ? [] : [busy]));
  const busy = told.length ? `${Math.round(sum(told) / told.length)} % busy, ` : '';
  return `${busy}${bytes(used)} of ${bytes(total)} used`;
}

function modelOf(gpu: Gpu): string {
  return gpu.model.replace(/^NVIDIA /, '');
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
