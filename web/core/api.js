/** Talks to the city's APIs: one way to ask, one way to be refused. */
import { setClock } from './clock.js';
import { lang, t } from './i18n.js';

/**
 * A refusal in the city's own words (RFC 9457), or our own when it cannot be reached.
 * @property {number} status 0 = no network
 * @property {string} code stable, e.g. `no_such_venue`
 * @property {Record<string, string>} fields field name -> what is wrong with it (`location.lat`)
 * @property {string} correlationId what to tell the help desk
 */
export class Problem extends Error {
  constructor(status, told, correlationId) {
    super(told.detail ?? told.title ?? t('problem.unexpected'));
    this.status = status;
    this.code = told.code ?? 'unexpected';
    this.fields = byField(told.errors ?? [], this.message);
    this.correlationId = correlationId;
  }
}

/** [{"pointer": "/location/lat", "detail": "…"}] -> {"location.lat": "…"}; what is wrong twice with one field is told together, what has no words of its own in those of the whole. */
function byField(errors, whole) {
  const fields = {};
  for (const { pointer, parameter, detail = whole } of errors) {
    const name = (pointer ?? parameter ?? '').replace(/^\//, '').replaceAll('/', '.');
    fields[name] = fields[name] ? `${fields[name]} ${detail}` : detail;
  }
  return fields;
}

/** Set by session.js: the way to a token, so that this module needs to know nothing of people. */
export const keeper = { token: async () => null, refused: async () => null };

/**
 * Ask anonymously; answers may be kept on the phone.
 * @param {string} path under /api @returns {Promise<Answer>}
 */
export const read = (path) => ask('GET', path, {});

/** A private file as it is, a PDF for one. @param {string} path @returns {Promise<Blob>} */
export const fetched = async (path) => (await call('GET', path, { raw: true })).data;

/** Every page of a list, one after the other. @param {string} path with a query @param {(path: string) => Promise<Answer>} ask @returns {Promise<Answer>} */
export async function readAll(path, ask) {
  const first = await ask(path);
  const items = [...first.data.items];
  for (let next = first.data.next; next; ) {
    const { data } = await ask(`${path}&cursor=${encodeURIComponent(next)}`);
    items.push(...data.items);
    next = data.next;
  }
  return { ...first, data: { items } };
}

/**
 * Ask as the person signed in; a token gone stale is renewed once.
 * @param {string} method @param {string} path @param {Ask} [options] @returns {Promise<Answer>}
 */
export async function call(method, path, options = {}) {
  const token = await keeper.token();
  try {
    return await ask(method, path, { ...options, token });
  } catch (problem) {
    const renewed = problem.status === 401 ? await keeper.refused() : null;
    if (!renewed) throw problem;
    return ask(method, path, { ...options, token: renewed });
  }
}

/**
 * @typedef {{body?: unknown, text?: string, type?: string, version?: string | null, key?: string, token?: string | null, raw?: boolean, headers?: Record<string, string>}} Ask `raw` wants the answer's bytes
 * @typedef {{data: any, version: string | null, kept: boolean}} Answer `version` is the ETag, `kept` = not from the network
 * @param {string} method @param {string} path @param {Ask} options @returns {Promise<Answer>}
 */
export async function ask(method, path, { body, text, type = 'application/json', version, key, token, raw, headers = {} }) {
  const correlationId = crypto.randomUUID();
  const sent = { accept: raw ? '*/*' : 'application/json', 'accept-language': lang.value, 'x-correlation-id': correlationId, ...headers };
  const payload = text ?? (body === undefined ? undefined : JSON.stringify(body));
  if (payload !== undefined) sent['content-type'] = type;
  if (version) sent['if-match'] = version;
  if (key) sent['idempotency-key'] = key;
  if (token) sent.authorization = `Bearer ${token}`;

  const response = await fetch(`/api${path}`, { method, headers: sent, body: payload }).catch(() => null);
  if (!response) throw new Problem(0, { code: 'offline', detail: t('problem.offline') }, correlationId);
  const kept = response.headers.has('x-kept');
  if (!kept) setClock(response.headers.get('date'));
  if (raw && response.ok) return { data: await response.blob(), version: null, kept };
  const data = response.status === 204 ? null : await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(response.status, data ?? {}, response.headers.get('x-correlation-id') ?? correlationId);
  return { data, version: response.headers.get('etag'), kept };
}
