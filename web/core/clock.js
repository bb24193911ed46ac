/** What time it is: the city's, not the phone's, whose clock may be wrong. Stands still while nobody looks. */
import { signal } from '@preact/signals';

let skewMs = 0;

/** Milliseconds since 1970 by the city's clock. */
export const cityNow = () => Date.now() + skewMs;

/** `cityNow()`, every five seconds while the page is visible. */
export const now = signal(cityNow());

/** Learn the city's clock from an answer's Date (to the second: small differences are the network's). @param {string|null} date */
export function setClock(date) {
  const told = Date.parse(date ?? '') - Date.now();
  if (!Number.isFinite(told)) return;
  const skew = Math.abs(told) > 5000 ? told : 0;
  if (Math.abs(skew - skewMs) < 2000) return;
  skewMs = skew;
  now.value = cityNow();
}

setInterval(() => document.visibilityState === 'visible' && (now.value = cityNow()), 5000);
document.addEventListener('visibilitychange', () => (now.value = cityNow()));
