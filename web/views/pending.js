/** What one screen of the sign-up tells the next: the address to which a code was sent. Never stored. */
export const pending = { email: '' };
