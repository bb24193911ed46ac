/** A shop's counter: the till, what is given back, the weeks. */
import '../ui/icon_more.js';

export const words = ['common', 'counter', 'till', 'merchants'];
export const styles = ['pieces', 'card', 'counter'];
export const routes = [
  ['/comercio', 'shop', () => import('../views/counter/till.js')],
  ['/comercio/devolver', 'shop', () => import('../views/counter/refund.js')],
  ['/comercio/ventas', 'shop', () => import('../views/counter/my_sales.js')],
  ['/comercio/liquidaciones', 'shop', () => import('../views/counter/weeks.js')],
];
