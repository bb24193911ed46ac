/** Names for what is asked for, made before asking, so that asking twice is asking once. */
import { cityNow } from './clock.js';

/** A UUID of version 7 without its dashes: the moment it was made, then chance. */
export function entryId() {
  const chance = crypto.randomUUID().replaceAll('-', '');
  return `${Math.floor(cityNow()).toString(16).padStart(12, '0')}7${chance.slice(13, 16)}${chance.slice(16)}`;
}

/** @type {Record<string, string>} */
const entries = {};

/** The entry that a form's command makes: tried again as it stands, it is the same one. @param {string} key of the form */
export const entryOf = (key) => (entries[key] ??= entryId());
