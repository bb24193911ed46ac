/** What may not be there: a bank account, a bank card, a rule. */
import { useLive } from '../../core/live.js';

/** An answer of 404 says that there is none. @param {string} path */
export function useMaybe(path) {
  const { data, problem, refresh } = useLive(path, { signed: true });
  return { found: problem ? null : data, isKnown: Boolean(data || problem), problem: problem?.status === 404 ? null : problem, refresh };
}
