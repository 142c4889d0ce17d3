// After the first visit the page comes from the browser's own cache; one version of all its files, and no other.
const VERSION = "{version}";
const CACHE = `files-${VERSION}`;
const FILES = {files};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES.concat(["./"]))).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((name) => /^(files|memory)-symjac/.test(name) && !name.endsWith(VERSION)).map((name) => caches.delete(name))));
  event.waitUntil(old.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { url, method } = event.request;
  if (method !== "GET" || new URL(url).search || !url.startsWith(self.registration.scope)) return; // a query is another script
  event.respondWith(caches.open(CACHE).then((cache) => cache.match(url.split("#")[0])).then((found) => found ?? fetch(event.request)));
});
