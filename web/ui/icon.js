/** Our own small set of pictures, drawn on a 24-unit grid with one pen. */
import { html } from '../core/html.js';

/** @type {Record<string, string>} name -> path */
const DRAWN = {
  home: 'M4 11.2 12 4.5l8 6.7V19a1 1 0 0 1-1 1h-4.5v-5.5h-5V20H5a1 1 0 0 1-1-1z',
  card: 'M4.5 5.5h15A1.5 1.5 0 0 1 21 7v10a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17V7a1.5 1.5 0 0 1 1.5-1.5zM3 9.8h18M6.5 14.8h4',
  pin: 'M12 21s6.5-6.1 6.5-11.2a6.5 6.5 0 1 0-13 0C5.5 14.9 12 21 12 21zM12 12.3a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  person: 'M12 11.5a3.7 3.7 0 1 0 0-7.4 3.7 3.7 0 0 0 0 7.4zM4.8 20c.5-3.6 3.4-5.7 7.2-5.7s6.7 2.1 7.2 5.7',
  quiet: 'M5 12.8 9.8 17.5 19 7.5',
  normal: 'M8.2 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.8 19c.3-3.2 2.5-5 5.4-5s5.1 1.8 5.4 5M15.2 5.3a3 3 0 0 1 0 5.5M16.6 14.3c2.5.4 4.2 2 4.6 4.7',
  busy: 'M12 9.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM7.3 19.5c.2-3.4 2-5.5 4.7-5.5s4.5 2.1 4.7 5.5M5.7 12a2.1 2.1 0 1 0 0-4.2 2.1 2.1 0 0 0 0 4.2zM18.3 12a2.1 2.1 0 1 0 0-4.2 2.1 2.1 0 0 0 0 4.2zM2.3 17.7c.1-2 .9-3.2 2.4-3.5M21.7 17.7c-.1-2-.9-3.2-2.4-3.5',
  full: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM7.5 12h9',
  closed: 'M6.5 20.5V5a1.5 1.5 0 0 1 1.5-1.5h8A1.5 1.5 0 0 1 17.5 5v15.5M4 20.5h16M14 12.2v.1',
  unknown: 'M9 9.3a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.3M12 17.6v.1',
  clock: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.5V12l3 2',
  near: 'M12 17a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM12 3.5V7M12 17v3.5M3.5 12H7M17 12h3.5',
  right: 'M9.5 5.5 16 12l-6.5 6.5',
  warning: 'M12 4 21 19.5H3zM12 10v4.5M12 17v.1',
  info: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 11v5M12 7.8v.1',
  gauge: 'M4.5 17.5a8.5 8.5 0 1 1 15 0M12 15l4-5',
  offline: 'M4 4l16 16M8.5 15.5a5 5 0 0 1 5.3-1.1M5.5 12.2a9.3 9.3 0 0 1 4-2.3M14 9.7a9.3 9.3 0 0 1 4.5 2.5M12 19v.1',
  market: 'M4 9.5h16l-1.5 10h-13zM8 9.5 10.5 4M16 9.5 13.5 4M9.5 13v3M14.5 13v3',
};

/** More pictures, once somebody opens the screens that show them. @param {Record<string, string>} drawn */
export const learnIcons = (drawn) => Object.assign(DRAWN, drawn);

/** Decorative: the words beside it say the same. @param {{name: string, size?: number}} props */
export const Icon = ({ name, size = 24 }) => html`
  <svg class="icon" width=${size} height=${size} viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d=${DRAWN[name]} /></svg>
`;
