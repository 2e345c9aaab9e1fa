// The database, in a worker of its own: the page stays alive whatever a question costs, and can end the worker.
// Either the whole file is fetched and kept in memory, or SQLite reads the parts that it needs by range requests.
import { match, snippet } from "./folding.js";
import init from "./sqlite/sqlite3.js";

let sqlite3, database;
const traffic = { bytes: 0, requests: 0 };

// ---- the whole file -----------------------------------------------------------------------------------------

async function whole({ packed, size }) {
  const answer = await fetch(packed);
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  let content = new Uint8Array(await counted(answer, size));
  if (content[0] === 0x1f && content[1] === 0x8b) {
    const stream = new Blob([content]).stream().pipeThrough(new DecompressionStream("gzip"));
    content = new Uint8Array(await new Response(stream).arrayBuffer());
  }
  if (new TextDecoder().decode(content.subarray(0, 15)) !== "SQLite format 3") throw new Error("not-a-database");
  const pointer = sqlite3.wasm.allocFromTypedArray(content);
  const opened = new sqlite3.oo1.DB();
  const result = sqlite3.capi.sqlite3_deserialize(
    opened.pointer, "main", pointer, content.length, content.length,
    sqlite3.capi.SQLITE_DESERIALIZE_FREEONCLOSE | sqlite3.capi.SQLITE_DESERIALIZE_READONLY,
  );
  opened.checkRc(result);
  return opened;
}

async function counted(answer, size) {
  const reader = answer.body.getReader();
  const pieces = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    length += value.length;
    traffic.bytes += value.length;
    postMessage({ progress: Math.min(1, length / size) });
  }
  traffic.requests += 1;
  return new Blob(pieces).arrayBuffer();
}

// ---- parts of it --------------------------------------------------------------------------------------------

const BLOCK = 1 << 15;
const MOST_AHEAD = 32; // blocks read at once when the file is read from front to back
const MOST_KEPT = 2048;

class Ranges {
  constructor(url) {
    this.url = url;
    this.blocks = new Map();
    this.ahead = 1;
    this.expected = -1;
    this.tag = null;
    const first = this.fetch(0, BLOCK);
    this.size = first.size;
    this.keep(0, first.content);
  }

  // Synchronous, as SQLite reads: a worker may wait, a page may not.
  fetch(start, length) {
    const request = new XMLHttpRequest();
    request.open("GET", this.url, false);
    request.responseType = "arraybuffer";
    request.setRequestHeader("Range", `bytes=${start}-${start + length - 1}`);
    request.send();
    traffic.requests += 1;
    const told = /^bytes (\d+)-\d+\/(\d+)$/.exec(request.getResponseHeader("Content-Range") || "");
    if (request.status !== 206 || !told || Number(told[1]) !== start) throw new Error("no-ranges");
    const tag = request.getResponseHeader("ETag") || told[2];
    if (this.tag !== null && tag !== this.tag) throw new Error("file-changed");
    this.tag = tag;
    const content = new Uint8Array(request.response);
    traffic.bytes += content.length;
    return { size: Number(told[2]), content };
  }

  keep(number, content) {
    for (let at = 0; at < content.length; at += BLOCK) {
      this.blocks.delete(number);
      this.blocks.set(number, content.subarray(at, at + BLOCK));
      number += 1;
    }
    for (const oldest of this.blocks.keys()) {
      if (this.blocks.size <= MOST_KEPT) break;
      this.blocks.delete(oldest);
    }
  }

  block(number) {
    const found = this.blocks.get(number);
    if (found) {
      this.blocks.delete(number);
      this.blocks.set(number, found);
      return found;
    }
    this.ahead = number === this.expected ? Math.min(this.ahead * 2, MOST_AHEAD) : 1;
    let count = 1;
    while (count < this.ahead && (number + count) * BLOCK < this.size && !this.blocks.has(number + count)) count += 1;
    const { content } = this.fetch(number * BLOCK, count * BLOCK);
    this.expected = number + count;
    this.keep(number, content);
    return content.subarray(0, BLOCK);
  }

  read(target, offset) {
    let done = 0;
    while (done < target.length && offset + done < this.size) {
      const at = offset + done;
      const block = this.block(Math.floor(at / BLOCK));
      const piece = block.subarray(at % BLOCK, Math.min(block.length, (at % BLOCK) + target.length - done));
      if (!piece.length) break;
      target.set(piece, done);
      done += piece.length;
    }
    target.fill(0, done);
    return done === target.length;
  }
}

let broken = null; // why the last read failed: SQLite itself only knows that it did

function byRanges({ plain }) {
  const file = new Ranges(plain);
  const { capi, wasm } = sqlite3;
  const io = new capi.sqlite3_io_methods();
  const vfs = new capi.sqlite3_vfs();
  io.$iVersion = 1;
  vfs.$iVersion = 1;
  vfs.$szOsFile = capi.sqlite3_file.structInfo.sizeof;
  vfs.$mxPathname = 512;
  const ok = () => 0;
  const refused = () => capi.SQLITE_READONLY;
  sqlite3.vfs.installVfs({
    io: {
      struct: io,
      methods: {
        xClose: ok,
        xRead(_, target, length, offset) {
          try {
            const whole = file.read(wasm.heap8u().subarray(Number(target), Number(target) + length), Number(offset));
            return whole ? 0 : capi.SQLITE_IOERR_SHORT_READ;
          } catch (problem) {
            broken = problem.message;
            return capi.SQLITE_IOERR_READ;
          }
        },
        xWrite: refused, xTruncate: refused, xSync: ok, xLock: ok, xUnlock: ok,
        xFileSize(_, size) { wasm.poke(size, file.size, "i64"); return 0; },
        xCheckReservedLock(_, out) { wasm.poke(out, 0, "i32"); return 0; },
        xFileControl: () => capi.SQLITE_NOTFOUND,
        xSectorSize: () => 4096,
        xDeviceCharacteristics: () => capi.SQLITE_IOCAP_IMMUTABLE,
      },
    },
    vfs: {
      struct: vfs,
      name: "ranges",
      methods: {
        xOpen(_, name, handle, flags, out) {
          if (!(flags & capi.SQLITE_OPEN_MAIN_DB)) return capi.SQLITE_CANTOPEN;
          const opened = new capi.sqlite3_file(handle);
          opened.$pMethods = io.pointer;
          opened.dispose();
          if (out) wasm.poke(out, capi.SQLITE_OPEN_READONLY, "i32");
          return 0;
        },
        xDelete: ok,
        xAccess(_, name, flags, out) { wasm.poke(out, 0, "i32"); return 0; },
        xFullPathname(_, name, length, out) { return wasm.cstrncpy(out, name, length) < length ? 0 : capi.SQLITE_CANTOPEN; },
        xRandomness: (_, length) => length,
        xSleep: ok,
        xGetLastError: ok,
        xCurrentTime(_, out) { wasm.poke(out, 2440587.5 + Date.now() / 864e5, "double"); return 0; },
      },
    },
  });
  const opened = new sqlite3.oo1.DB({ filename: "file:gongkai.db?immutable=1", flags: "r", vfs: "ranges" });
  opened.exec("PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32000");
  return opened;
}

// ---- questions ----------------------------------------------------------------------------------------------

function ask({ sql, values, most }) {
  const began = performance.now();
  const statement = database.prepare(sql);
  try {
    for (let n = 1; n <= statement.parameterCount; n += 1) {
      const name = statement.getParamName(n);
      statement.bind(n, (name && values[name.slice(1)]) ?? "");
    }
    const columns = statement.columnCount ? statement.getColumnNames([]) : [];
    const rows = [];
    let more = false;
    while (statement.step()) {
      if (rows.length === most) { more = true; break; }
      rows.push(statement.get([]).map((value) => (value instanceof Uint8Array ? `(${value.length} B)` : value)));
    }
    return { columns, rows, more, milliseconds: performance.now() - began, traffic: { ...traffic } };
  } finally {
    statement.finalize();
  }
}

addEventListener("message", async ({ data }) => {
  try {
    broken = null;
    if (data.open) {
      sqlite3 = await init({ print: () => {}, printErr: () => {} });
      database = data.open.ranges ? byRanges(data.open) : await whole(data.open);
      database.exec("PRAGMA query_only = 1");
      // What the questions of metadata.yml ask besides SQLite's own functions, as in Datasette.
      database.createFunction("escape_fts", (_, query) => match(String(query ?? "")), { arity: 1, deterministic: true });
      database.createFunction("snippet_of", (_, text, query) => (text === null ? null : snippet(String(text), String(query ?? ""))), { arity: 2, deterministic: true });
      postMessage({ opened: sqlite3.capi.sqlite3_libversion(), traffic: { ...traffic } });
    } else {
      postMessage({ answer: ask(data.ask), id: data.id });
    }
  } catch (problem) {
    postMessage({ error: broken || problem.message, id: data.id });
  }
});
