/** The city's desk: people and their cards. */
import '../ui/icon_more.js';

export const words = ['common', 'desk', 'office', 'proof'];
export const styles = ['pieces', 'desk', 'card', 'console'];
export const routes = [
  ['/consola/tarjetas', 'console', () => import('../views/console/applications.js')],
  ['/consola/tarjetas/:id', 'console', () => import('../views/console/card.js')],
  ['/consola/personas', 'console', () => import('../views/console/people.js')],
  ['/consola/personas/:id', 'console', () => import('../views/console/person.js')],
];
