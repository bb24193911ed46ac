/** The card as one holds it up to a gate: big, white behind the code, its ring running down to the next one. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../../core/html.js';
import { cityNow } from '../../core/clock.js';
import { t } from '../../core/i18n.js';
import { SLOT_MS, slotOf } from '../../card/bytes.js';
import { codeAt } from '../../card/pass.js';
import { Icon } from '../../ui/icon.js';

/**
 * @param {{holder: string, cardClass: string, expiresOn?: string, pass: import('../../card/pass.js').Pass | null, children?: any, tone?: string}} props
 *   `children` stand where the code would be when there is none
 */
export const Face = ({ holder, cardClass, expiresOn, pass, children, tone = 'live' }) => html`
  <section class="face" data-tone=${tone} aria-label=${t('card.face')}>
    <${Bay} />
    <div class="face-head"><span class="face-city"><b>Santander</b>${t('card.name')}</span><span class="face-class">${t(`class.${cardClass}`)}</span></div>
    ${pass ? html`<${Code} pass=${pass} key=${pass.credential_id} />` : html`<div class="face-empty">${children}</div>`}
    <dl class="face-facts">
      <div><dt>${t('card.holder')}</dt><dd>${holder || html`<a href="/mis-datos">${t('card.no_holder')}</a>`}</dd></div>
      ${expiresOn && html`<div><dt>${t('card.until')}</dt><dd>${monthOf(expiresOn)}</dd></div>`}
    </dl>
  </section>`;

/** "2031-11-30" -> "11 / 31", as on the plastic one. */
const monthOf = (day) => `${day.slice(5, 7)} / ${day.slice(2, 4)}`;

/** The bay behind: hills, water, a sun. Decoration only. */
const Bay = () => html`
  <svg class="face-bay" viewBox="0 0 390 560" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
    <circle cx="318" cy="86" r="150" fill="#ffffff0d" /><circle cx="318" cy="86" r="96" fill="#ffffff0f" />
    <path d="M0 470c40-30 80-44 130-26s84 8 126-12 88-22 134 6v122H0z" fill="#ffffff12" />
    <path d="M0 510c30-12 60-12 98 0s66 12 98 0 66-12 98 0 66 12 96 0v50H0z" fill="#00000026" />
    <path d="M0 534c30-10 60-10 98 0s66 10 98 0 66-10 98 0 66 10 96 0v26H0z" fill="#f5c84c" fill-opacity=".9" />
  </svg>`;

/** The code itself: a new one each half minute, made here, with the screen kept awake. */
function Code({ pass }) {
  const canvas = useRef(null);
  const [at, setAt] = useState(cityNow());
  const [problem, setProblem] = useState(null);
  const slot = slotOf(at);
  useAwake();
  useEffect(() => {
    const timer = setInterval(() => setAt(cityNow()), 250);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    let isStale = false;
    Promise.all([codeAt(pass, slot * SLOT_MS), import('lean-qr')]).then(([text, { generate, mode }]) => {
      const place = canvas.current;
      if (isStale || !place) return;
      const drawn = generate(text, { modes: [mode.alphaNumeric] });
      drawn.toCanvas(place, { pad: 0 });
      place.style.inlineSize = sharp(place, drawn.size);
      place.dataset.slot = String(slot);
    }, setProblem);
    return () => (isStale = true);
  }, [slot, pass]);
  const left = Math.ceil((SLOT_MS - (at % SLOT_MS)) / 1000);
  return html`
    <div class="code">
      <svg class="ring" viewBox="0 0 200 200" aria-hidden="true"><rect x="3" y="3" width="194" height="194" rx="17" pathLength="100" class="ring-way" />
        <rect x="3" y="3" width="194" height="194" rx="17" pathLength="100" class="ring-left" style=${{ strokeDashoffset: `${100 - (100 * (SLOT_MS - (at % SLOT_MS))) / SLOT_MS}` }} /></svg>
      <canvas ref=${canvas} role="img" aria-label=${t('card.code')}></canvas>
    </div>
    <p class="code-when" role="timer" aria-live="off"><${Icon} name="turn" size=${18} />${problem ? t('card.code_failed') : t('card.next_code', { n: left })}</p>`;
}

/** The widest size at which each square of the code is as many dots of the screen as the next. */
function sharp({ parentElement: box }, squares) {
  const { paddingLeft, paddingRight } = getComputedStyle(box);
  const room = (box.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)) * devicePixelRatio;
  return `${(Math.max(1, Math.floor(room / squares)) * squares) / devicePixelRatio}px`;
}

/** Keeps the screen on while the code is shown; asked again when one comes back to it. */
function useAwake() {
  useEffect(() => {
    let lock = null;
    const ask = () => document.visibilityState === 'visible' && navigator.wakeLock?.request('screen').then((got) => (lock = got), () => null);
    ask();
    document.addEventListener('visibilitychange', ask);
    return () => {
      document.removeEventListener('visibilitychange', ask);
      lock?.release();
    };
  }, []);
}
