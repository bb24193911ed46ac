/** How every screen writes its markup: html`<p>…</p>`, redrawn when a signal it read changes. */
import { h } from 'preact';
import htm from 'htm';
import '@preact/signals';

export const html = htm.bind(h);
