// How texts are folded before they are compared: the rule of gongkai.search.folding, for the search and for SQL.

const STAYS = /[\p{L}\p{N}%]|(?<=\p{Nd})\.(?=\p{Nd})/gu;
const plain = (text) => [...text].map((character) => character.normalize("NFKC").toLowerCase()).join("");
export const folded = (text) => (plain(text).match(STAYS) || []).join("");

export function words(query) {
  const parts = [...query.matchAll(/"([^"]*)"|([^\s"]+)/g)].map((part) => folded(part[1] || part[2] || ""));
  return [...new Set(parts.filter(Boolean))];
}

export function origins(text) {
  const characters = [], positions = [];
  let at = 0;
  for (const character of text) {
    for (const part of character.normalize("NFKC").toLowerCase()) {
      characters.push(part);
      positions.push(at);
    }
    at += character.length;
  }
  const starts = [];
  let length = 0;
  for (const part of characters) {
    starts.push(length);
    length += part.length;
  }
  const where = new Map(starts.map((start, index) => [start, index]));
  const kept = [...characters.join("").matchAll(STAYS)].map((found) => where.get(found.index));
  return [kept.map((index) => characters[index]), kept.map((index) => positions[index])];
}

// A query in the language of FTS5: each word a phrase of its characters, all of them wanted.
export const match = (query) => words(query).map((word) => `"${[...word].join(" ")}"`).join(" ") || '""';

// The surroundings of the first place where a word of the query is found, hits in brackets.
export function snippet(text, query, around = 30) {
  const [characters, positions] = origins(text);
  const joined = characters.join("");
  const units = characters.flatMap((character, index) => Array(character.length).fill(index));
  const hits = [];
  for (const word of words(query)) {
    for (let at = joined.indexOf(word); at >= 0; at = joined.indexOf(word, at + word.length)) {
      const last = positions[units[at + word.length - 1]];
      hits.push([positions[units[at]], last + String.fromCodePoint(text.codePointAt(last)).length]);
    }
  }
  hits.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
  const start = hits.length ? Math.max(0, hits[0][0] - around) : 0;
  const end = Math.min(text.length, (hits.length ? hits[0][1] : 0) + around);
  let shown = start ? "…" : "";
  let at = start;
  for (const [first, last] of hits) {
    if (first >= end) break;
    if (first < at) continue;
    shown += `${text.slice(at, first)}【${text.slice(first, Math.min(last, end))}】`;
    at = Math.min(last, end);
  }
  return `${shown}${text.slice(at, end)}${end < text.length ? "…" : ""}`;
}
