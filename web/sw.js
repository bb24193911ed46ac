/** Keeps the app and the last known city on the phone, so that it opens without a network. */
const SHELL = '{assets}';
/** The frame, and the areas that must open without a network. */
const PRECACHE = ['{precache}'];
/** Area -> its files: kept whole once somebody opens it, and brought anew with every version after that. */
const LATER = ['{later}'];
const KEPT = 'city';

/** Public answers worth keeping; nothing personal ever enters a cache. */
const PUBLIC = /^\/api\/(crowd\/(venues(\/[^/]+(\/(history|week|forecast))?)?|alerts)|loyalty\/(campaigns|places))$/;

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(PRECACHE)).then(keepOpened).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOldShells().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate' && !url.pathname.startsWith('/api/')) event.respondWith(page(request));
  else if (url.pathname.startsWith('/_/') || url.pathname === '/config.json') event.respondWith(asset(event, url.pathname));
  else if (PUBLIC.test(url.pathname) && !request.headers.has('authorization')) event.respondWith(city(request, keyOf(url)));
});

/** What the version before had of areas that were opened, this one has, too: nothing is lost by a release. */
async function keepOpened() {
  const kept = await Promise.all((await caches.keys()).filter((name) => name.startsWith('/_/')).map(async (name) => (await caches.open(name)).keys()));
  const paths = new Set(kept.flat().map(({ url }) => new URL(url).pathname.replace(/^\/_\/\w+/, SHELL)));
  await Promise.all(Object.keys(LATER).filter((area) => paths.has(`${SHELL}/areas/${area}.js`)).map(keep));
  const spoken = [...paths].filter((path) => path.startsWith(`${SHELL}/i18n/`) && !PRECACHE.includes(path));
  await Promise.all(spoken.map(bring));
}

/** All of an area; what cannot be fetched now is fetched when it is asked for. @param {string} area */
const keep = (area) => Promise.all(LATER[area].map(bring));

async function bring(path) {
  const cache = await caches.open(SHELL);
  if (!(await cache.match(path))) await cache.add(path).catch(() => null);
}

async function forgetOldShells() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== SHELL && name !== KEPT).map((name) => caches.delete(name)));
}

/** Every address of the app is the same page; the network's is newer. */
async function page(request) {
  try {
    return await fetch(request);
  } catch {
    return caches.match('/');
  }
}

/** Assets carry their content in their address: a kept one is never stale. */
async function asset(event, path) {
  const { request } = event;
  const area = /\/areas\/([\w-]+)\.js$/.exec(path)?.[1];
  if (area in LATER) event.waitUntil(keep(area));
  const kept = await caches.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) (await caches.open(SHELL)).put(request, fresh.clone());
  return fresh;
}

/** One kept answer a question; of a history only the last one, or each day would stay for ever. */
const keyOf = (url) => (url.pathname.endsWith('/history') ? url.pathname : url.pathname + url.search);

/** The city now if the network answers, else as it was last known; `x-kept` tells the app that it is not now. */
async function city(request, key) {
  const cache = await caches.open(KEPT);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) cache.put(key, fresh.clone());
    return fresh;
  } catch {
    const kept = await cache.match(key, { ignoreVary: true });
    if (!kept) return Response.error();
    const headers = new Headers(kept.headers);
    headers.set('x-kept', '1');
    return new Response(await kept.blob(), { status: kept.status, headers });
  }
}
