/** What the city paid to an operator or a shop, for its own people. */
import '../ui/icon_more.js';

export const words = ['common', 'counter', 'payee'];
export const styles = ['pieces', 'card', 'counter'];
export const routes = [['/liquidaciones', 'account', () => import('../views/counter/settlements.js')]];
