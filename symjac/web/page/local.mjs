// The engine of `symjac serve`: requests go to the server that gave this page, and to no other.
let working = 0;
const asked = new Set();

async function ask(request) {
  const stop = new AbortController();
  asked.add(stop);
  working += 1;
  const slow = setTimeout(() => engine.onstate("working"), 400);
  try {
    const response = await fetch("reply", {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(request), signal: stop.signal,
    });
    return await response.json();
  } catch (error) {
    const message = engine.say?.(error.name === "AbortError" ? "stopped" : "gone") ?? "symjac serve?";
    return { ok: false, fault: { kind: "Stopped", message, where: "request", span: null, found: null, expected: null, hint: null, unfinished: false, repairs: [] } };
  } finally {
    clearTimeout(slow);
    asked.delete(stop);
    working -= 1;
    if (!working) engine.onstate("idle");
  }
}

export const engine = {
  onstate: () => {},
  say: null,
  async start() {},
  ask,
  stop: () => asked.forEach((each) => each.abort()),
};
