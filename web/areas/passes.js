/** Season tickets and carnets: what the city sells, and what is on the card. */
import '../ui/icon_more.js';

export const words = ['common', 'passes'];
export const styles = ['pieces', 'card'];
export const routes = [['/monedero/abonos', 'card', () => import('../views/money/passes.js')]];
