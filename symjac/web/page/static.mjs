// The engine without a server: a worker that can be ended, started again where it runs away, and that works offline.
const SECONDS = 10;
const url = (name) => new URL(name, import.meta.url);
let worker = null;
let ready = null;
let count = 0;
const open = new Map();

function start() {
  worker = new Worker(url("worker.mjs"), { type: "module" });
  ready = new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => {
      if (data.arrived) arrived = data.arrived;
      else if (data.ready) resolve(data);
      else if (data.failed) reject(new Error(data.failed));
      else if (data.broken) restart(engine.say("broken"));
      else open.get(data.id)?.(JSON.parse(data.answer));
    };
  });
  ready.catch(() => {});
  return ready;
}

const refused = (message) => ({
  ok: false,
  fault: { kind: "LimitError", message, where: "request", span: null, found: null, expected: null, hint: null, unfinished: false, repairs: [] },
});

function restart(message) {
  worker.terminate();
  for (const answer of [...open.values()]) answer(refused(message));
  start();
}

async function ask(request) {
  try {
    await ready;
  } catch (error) {
    return refused(String(error.message));
  }
  const id = ++count;
  const slow = setTimeout(() => engine.onstate("working"), 400);
  const late = setTimeout(() => restart(engine.say("tooLong")), SECONDS * 1000);
  const answer = await new Promise((resolve) => {
    open.set(id, resolve);
    worker.postMessage({ id, request: JSON.stringify(request) });
  });
  clearTimeout(slow);
  clearTimeout(late);
  open.delete(id);
  if (!open.size) engine.onstate("idle");
  return answer;
}

// What has arrived of what is fetched, as the worker tells it.
let arrived = "";
function watch() {
  const timer = setInterval(() => arrived && engine.onstate("loading", arrived), 250);
  return () => clearInterval(timer);
}

// The memory of a second worker, kept for the next visit; when it is made, nothing is waited for.
function keep() {
  const maker = new Worker(url("worker.mjs?keep=1"), { type: "module" });
  maker.onmessage = ({ data }) => {
    if (!("kept" in data)) return;
    maker.terminate();
    document.documentElement.dataset.kept = String(data.kept);
  };
}

start(); // before anything else is fetched

export const engine = {
  onstate: () => {},
  say: (key) => key,
  async start() {
    engine.onstate("starting");
    const stop = watch();
    try {
      const { fresh } = await ready;
      if (fresh) setTimeout(keep, 3000);
    } catch (error) {
      engine.onstate(String(error.message));
      return;
    } finally {
      stop();
      if ("serviceWorker" in navigator) navigator.serviceWorker.register(url("sw.mjs"), { type: "module" }).catch(() => {});
    }
    engine.onstate("idle");
  },
  ask,
  stop: () => restart(engine.say("stopped")),
};
