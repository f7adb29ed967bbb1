// The page's side of the engine: fetches what it needs once, starts its thread, asks it, and ends it to stop a query.

export class Stopped extends Error {}

/** A query that cannot be answered: what the engine said, and whether the engine broke over it. */
export class Fault extends Error {
  constructor(message, broken = false) {
    super(message);
    this.broken = broken;
  }
}

export class Engine {
  /** places: addresses of worker, wasm and dump; tell(words, share of the work or null) is told of progress. */
  constructor(places, tell) {
    this.places = places;
    this.tell = tell;
    this.waiting = new Map();
    this.last = 0;
    this.turn = 0; // how often the engine was ended
  }

  /** Fetch and load what is needed, if that has not been done yet. */
  async open() {
    const turn = this.turn;
    const fetched = await (this.fetched ??= this.fetch());
    if (turn !== this.turn) throw new Stopped("Stopped.");
    this.opened ??= this.start(fetched);
    try {
      await this.opened;
    } catch (error) {
      this.end(error);
      throw error;
    }
  }

  /** Ask the engine: run, sort or file. */
  async ask(ask, asked) {
    await this.open();
    try {
      return await this.send({ ask, ...asked });
    } catch (error) {
      if (error.broken) this.end(error);
      throw error;
    }
  }

  /** Stop whatever runs; what was fetched is kept, so that the next query only loads it again. */
  stop() {
    this.end(new Stopped("Stopped."));
  }

  /** Return the compiled engine and the dump as it was fetched; a failure is not kept. */
  async fetch() {
    try {
      this.tell("Fetching the engine", null);
      const module = await compile(await get(this.places.wasm));
      const dump = await download(this.places.dump, (share) => this.tell("Fetching the catalogue", share));
      return { module, dump };
    } catch (error) {
      this.fetched = undefined;
      throw error;
    }
  }

  start({ module, dump }) {
    this.tell("Loading the catalogue", 0);
    this.worker = new Worker(this.places.worker);
    this.worker.onmessage = ({ data }) => this.receive(data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.end(new Fault(event.message || "The engine could not be started.", true));
    };
    return this.send({ ask: "open", module, dump });
  }

  send(message) {
    this.last += 1;
    const id = this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ id, ...message });
    });
  }

  receive({ id, answer, fault, progress }) {
    if (progress !== undefined) this.tell("Loading the catalogue", progress);
    else {
      const { resolve, reject } = this.waiting.get(id);
      this.waiting.delete(id);
      if (fault) reject(new Fault(fault.message, fault.broken));
      else resolve(answer);
    }
  }

  /** End the thread, and tell everybody who waits why. */
  end(error) {
    this.turn += 1;
    this.worker?.terminate();
    this.worker = undefined;
    this.opened = undefined;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}

async function get(address, options = {}) {
  const response = await fetch(address, options).catch(() => null);
  if (!response?.ok) throw new Fault(`${new URL(address).pathname} could not be fetched${response ? ` (${response.status})` : ""}.`);
  return response;
}

/** Compile as it arrives where the host names the media type, else when it is there. */
async function compile(response) {
  if (response.headers.get("Content-Type")?.startsWith("application/wasm")) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Fetch with progress; asks the host whether its copy is newer, so that the answers fit the pages. */
async function download(address, tell) {
  const response = await get(address, { cache: "no-cache" });
  const size = Number(response.headers.get("Content-Length"));
  const reader = response.body.getReader();
  const pieces = [];
  let got = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(pieces);
    pieces.push(value);
    got += value.length;
    tell(size ? Math.min(got / size, 1) : null);
  }
}
