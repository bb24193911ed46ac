/** The card on the phone: it opens doors without a network. */
import '../ui/icon_more.js';

export const isKept = true;
export const words = ['common', 'card'];
export const styles = ['pieces', 'card'];
export const routes = [
  ['/tarjeta', 'card', () => import('../views/card/my_card.js')],
  ['/tarjeta/solicitar', 'card', () => import('../views/card/apply.js')],
];
