/** What one asked for, and a child's card in the hands of who answers for them. */
import '../ui/icon_more.js';

export const words = ['common', 'card', 'requests'];
export const styles = ['pieces', 'card'];
export const routes = [
  ['/tarjeta/solicitudes', 'card', () => import('../views/card/requests.js')],
  ['/familia/tarjeta', 'card', () => import('../views/card/child.js')],
];
