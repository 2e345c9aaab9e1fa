// Exact amounts: texts of decimal yuan become whole millionths of a yuan (BigInt), and are never binary fractions.
const PLACES = 6;

// "-12.5" gives -12500000n. The text is one that the data prints: digits, at most one point, at most six decimals.
export function exact(text) {
  const [, sign, whole, part = ""] = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(text);
  const value = BigInt(whole + part.padEnd(PLACES, "0"));
  return sign ? -value : value;
}

// Decimal digits of an amount in units of 10^power yuan, at least two decimals and no needless zeros behind them.
export function plain(value, power = 0) {
  const places = PLACES + power;
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, "0");
  const part = digits.slice(-places).replace(/0+$/, "").padEnd(2, "0");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -places)}.${part}`;
}

export function grouped(words) {
  const [whole, part] = words.replace("-", "\u2212").split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${part}`;
}

export const wan = (value) => grouped(plain(value, 4));
export const yuan = (value) => grouped(plain(value));

// The share in per cent with one decimal, halves away from zero; "" where there is no whole to share.
export function share(part, whole) {
  if (whole === 0n) return "";
  const [a, b] = whole < 0n ? [-part, -whole] : [part, whole];
  const size = a < 0n ? -a : a;
  const tenths = (size * 2000n + b) / (2n * b);
  if (tenths === 0n && a > 0n) return "<0.1%";
  return `${a < 0n && tenths ? "-" : ""}${tenths / 10n}.${tenths % 10n}%`;
}

// For drawings only: how much of the whole a part is, as a number between 0 and 1.
export function fraction(part, whole) {
  return whole <= 0n || part <= 0n ? 0 : Number((part * 1_000_000n) / whole) / 1_000_000;
}
