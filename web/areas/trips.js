/** What the card did and may do: journeys, rights, the family's cards. */
import '../ui/icon_more.js';

export const words = ['common', 'trips'];
export const styles = ['pieces', 'card'];
export const routes = [
  ['/viajes', 'card', () => import('../views/card/journeys.js')],
  ['/tarjeta/derechos', 'card', () => import('../views/card/rights.js')],
  ['/familia', 'card', () => import('../views/card/family.js')],
];
