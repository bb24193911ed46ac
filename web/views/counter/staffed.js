/** The door to a counter: a gate's operator or a shop. */
import { html } from '../../core/html.js';
import { t } from '../../core/i18n.js';
import { has } from '../../core/session.js';
import { Own } from '../../ui/own.js';
import { Notice } from '../../ui/parts.js';

/** @param {{role: string, title: string, lead?: string, wide?: boolean, children: any}} props */
export const Staffed = ({ role, title, lead, wide, children }) => html`
  <${Own} title=${title} lead=${lead} wide=${wide}>${has(role) ? children : html`<${Notice} tone="warning" title=${t('console.forbidden')}>${t('counter.who', { role: t(`role.${role}`) })}<//>`}<//>`;
