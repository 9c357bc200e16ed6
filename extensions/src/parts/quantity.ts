/** Numbers with their units. */
import { trans } from '../words';

const language = () => globalThis.document?.documentElement.lang || 'en';

/** Return for example “336,776 rows” or “1 row”, of `count(number, '%1 row', '%1 rows')`. */
export function count(number: number, one: string, many: string): string {
  const digits = new Intl.NumberFormat(language()).format(number);
  return trans._n(one, many, number).replace(String(number), digits);
}

/** Return for example “12.4 MB”, in powers of a thousand. */
export function bytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const power = size < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(size) / 3));
  const digits = new Intl.NumberFormat(language(), { maximumSignificantDigits: 3 });
  return `${digits.format(size / 1000 ** power)} ${units[power]}`;
}

/** Return a measured number as people read it, for example “0.8731” or “336,776”. */
export function measured(value: number): string {
  const isPlain = value === 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e15);
  const digits = new Intl.NumberFormat(language(), {
    maximumSignificantDigits: Number.isInteger(value) ? 15 : 5,
    notation: isPlain ? 'standard' : 'scientific'
  });
  return digits.format(value);
}
